"""Given names common in Poland, by which a speaker is told from any two capitalised words."""

from __future__ import annotations

_NAMES = """
adam adrian agata agnieszka aldona aleksander aleksandra alfred alicja alina amelia anastazja
andrzej aneta angelika anita anna antoni antonina arkadiusz artur augustyn barbara bartłomiej
bartosz beata bernadeta bernard błażej bogdan bogna bogumił bogumiła bogusław bogusława bolesław
bożena bronisław bronisława brygida cecylia celina cezary czesław czesława dagmara damian daniel
danuta daria dariusz dawid dominik dominika donata dorota edmund edward edyta elwira elżbieta emil
emilia emilian ernest eryk eugenia eugeniusz ewa ewelina fabian felicja feliks ferdynand filip
franciszek franciszka gabriel gabriela genowefa gerard grażyna grzegorz gustaw halina hanna helena
henryk henryka hubert ida ignacy igor ilona irena ireneusz iwo iwona izabela izabella jacek jadwiga
jakub jan janina janusz jarosław jerzy joachim joanna jolanta józef józefa judyta julia julian
julianna julita juliusz justyna kacper kaja kajetan kamil kamila karina karol karolina katarzyna
kazimiera kazimierz kinga klaudia klemens konrad konstanty kornel kornelia krystian krystyna
krzysztof ksawery lech lechosław lena leokadia leon leszek lidia liliana lilianna lucjan lucyna
ludwik ludwika łucja łucjan łukasz maciej magda magdalena maja maksymilian malwina małgorzata marcel
marcelina marcin marek maria marian marianna mariola mariusz marlena marta martyna marzanna marzena
mateusz matylda michalina michał mieczysław mieczysława mikołaj milena miłosz mirella mirosław
mirosława monika nadia natalia natasza nikodem nina norbert oksana oktawia ola olaf oleksandr olena
olga oliwia oskar otylia patrycja patryk paulina paweł piotr przemysław radosław rafał rajmund
regina remigiusz renata robert roksana roman romana romuald rozalia róża ryszard ryszarda sabina
sandra sebastian serafin sergiusz seweryn sławomir sławomira stanisław stanisława stefan stefania
sylwester sylwia szczepan szymon tadeusz tamara teodor teresa tomasz tymon tymoteusz urszula wacław
wacława waldemar walentyna walery wanda weronika wiesław wiesława wiktor wiktoria wilhelm wincenty
wioleta wioletta witold władysław władysława włodzimierz wojciech zbigniew zdzisław zdzisława zenon
zofia zuzanna zygmunt żaneta żanna
"""

GIVEN_NAMES = frozenset(_NAMES.split())
