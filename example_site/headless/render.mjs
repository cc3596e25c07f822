// Pages as HTML. Polish, and complete without any script.

import { html, link, rich } from "./html.mjs";

const day = (text) =>
  new Intl.DateTimeFormat("pl-PL", { dateStyle: "long", timeZone: "UTC" }).format(
    new Date(`${text}T00:00:00Z`),
  );

export function layout({ title, current = "", content, failed = false }) {
  const items = [
    ["/", "Komitet"],
    ["/kalendarz", "Posiedzenia"],
    ["/konsultacje", "Konsultacje"],
  ];
  return html`<!doctype html>
<html lang="pl">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${failed && "Błąd: "}${title}</title>
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#tresc">Przejdź do treści</a>
<header class="top"><div class="wide">
<p class="name">Komitet na własnej stronie</p>
<nav aria-label="Główna"><ul>${items.map(
    ([address, name]) =>
      html`<li><a href="${address}"${current === address && rich(' aria-current="page"')}>${name}</a></li>`,
  )}</ul></nav>
</div></header>
<main id="tresc" class="wide">
${content}
</main>
<footer class="wide"><p>Przykład bez szablonów Wagtaila: wszystko, co tu widać, pochodzi z API.</p></footer>
</body>
</html>
`.toString();
}

const section = (id, heading, content) =>
  html`<section aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>${content}</section>`;

const list = (items, empty) =>
  items.length ? html`<ul class="list">${items.map((each) => html`<li>${each}</li>`)}</ul>` : html`<p>${empty}</p>`;

// The committee ------------------------------------------------------------------------------------

export function committee({ page, tiers, members, on }) {
  return html`<h1>${page.title}</h1>
<p class="lead">${page.lead}</p>
${rich(page.description)}
${
  tiers.length > 0 &&
  section(
    "stopnie",
    "Stopnie zaangażowania",
    html`<ol class="cards">${tiers.map(
      (each) => html`<li><h3>${each.title}</h3><p>${each.lead}</p>${each.for_whom && html`<p><strong>Dla kogo:</strong> ${each.for_whom}</p>`}</li>`,
    )}</ol>`,
  )
}
${section(
  "sklad",
  "Skład",
  members.length
    ? html`<div class="scroll" role="region" aria-labelledby="sklad-opis" tabindex="0"><table><caption id="sklad-opis">Członkinie i członkowie, stan na ${day(on)}</caption>
<thead><tr><th scope="col">Kto</th><th scope="col">Rola</th><th scope="col">Podmiot</th></tr></thead>
<tbody>${members.map(
        (each) => html`<tr><th scope="row">${each.name}</th><td>${each.role_label}</td><td>${each.is_institution ? "" : (each.organisation?.name ?? each.represents?.name)}</td></tr>`,
      )}</tbody></table></div>`
    : html`<p>Skład nie jest teraz podany.</p>`,
)}`;
}

// Meetings ------------------------------------------------------------------------------------------

const meetingLine = (each) =>
  html`<a href="/posiedzenia/${each.id}">${each.title}</a> <span class="tag">${each.state_label}</span><br><span class="meta">${each.date_text}${each.place_name && `, ${each.place_name}`}</span>`;

export function calendar({ upcoming, past }) {
  return html`<h1>Posiedzenia</h1>
${section("przed", "Przed nami", list(upcoming.map(meetingLine), "Nie ma zapowiedzianych posiedzeń."))}
${section("za", "Ostatnie i odwołane", list(past.map(meetingLine), "Nie było jeszcze posiedzeń."))}`;
}

export function meeting(page) {
  const facts = [
    ["Kiedy", page.date_text],
    ["Gdzie", [page.place_name, page.place_address].filter(Boolean).join(", ")],
    ["Jak", page.meeting_form_label],
  ];
  return html`<h1>${page.title}</h1>
<p><span class="tag">${page.state_label}</span></p>
<p class="lead">${page.lead}</p>
<dl class="facts">${facts.filter(([, text]) => text).map(([name, text]) => html`<div><dt>${name}</dt><dd>${text}</dd></div>`)}</dl>
${page.changes?.map((each) => html`<p class="notice">${each.kind_label}: ${each.from?.text}${each.to && ` → ${each.to.text}`}. ${each.reason}</p>`)}
${rich(page.description)}
${
  page.agenda?.length > 0 &&
  section(
    "porzadek",
    "Porządek obrad",
    html`<ul class="agenda">${page.agenda.map((each) => html`<li class="level-${each.level}"><strong>${each.number}</strong> ${each.title}${each.result_label && html` <span class="tag">${each.result_label}</span>`}</li>`)}</ul>`,
  )
}
${
  page.materials?.length > 0 &&
  section(
    "materialy",
    "Materiały",
    list(page.materials.map((each) => html`<a href="${link(each.url)}">${each.title}${each.format && ` (${each.format.toUpperCase()})`}</a>`), ""),
  )
}
${page.report && section("relacja", "Relacja", rich(page.report))}`;
}

// Consultations --------------------------------------------------------------------------------------

export function consultations(items) {
  const lines = items.map(
    (each) =>
      html`<a href="/konsultacje/${each.id}">${each.title}</a> <span class="tag">${each.state_label}</span><br><span class="meta">${each.closes_text}</span>`,
  );
  return html`<h1>Konsultacje</h1>${list(lines, "Nie ma konsultacji.")}`;
}

export function consultation({ page, version, form }) {
  return html`<h1>${page.title}</h1>
<p><span class="tag">${page.state_label}</span> ${page.closes_text}</p>
<p class="lead">${page.lead}</p>
${form?.is_open && html`<p><a class="button" href="/konsultacje/${page.id}/uwagi">Zgłoś uwagę</a></p>`}
${rich(page.description)}
${
  version &&
  section(
    "dokument",
    version.title || page.title,
    html`<p class="meta">${version.kind_label}, wersja ${version.number}</p>
<nav aria-label="Spis treści dokumentu"><ul class="list">${version.sections.map((each) => html`<li class="level-${each.level}"><a href="#${each.anchor}">${each.number} ${each.title}</a></li>`)}</ul></nav>
${version.sections.map(
      (each) => html`<section id="${each.anchor}" class="part" aria-labelledby="${each.anchor}-t"><h3 id="${each.anchor}-t">${each.number} ${each.title}</h3>${rich(each.html)}
${form?.is_open && html`<p><a href="/konsultacje/${page.id}/uwagi?czesc=${each.anchor}">Uwaga do tej części<span class="hidden">: ${each.title}</span></a></p>`}</section>`,
    )}`,
  )
}`;
}

// The form ---------------------------------------------------------------------------------------------

/** Where an error of the API belongs in the form: `/remarks/0/content` → `content`. */
const fieldOf = (pointer) => pointer.replace(/^\/(author|remarks\/0)\//, "").replaceAll("/", "");

function field(name, { label, help, asked = "optional", type = "text", rows, options }, typed, errors) {
  const wrong = errors.filter((each) => fieldOf(each.pointer) === name);
  const about = [help && `${name}-h`, wrong.length && `${name}-e`].filter(Boolean).join(" ");
  const value = typed[name] ?? "";
  const attributes = html`id="${name}" name="${name}"${about && html` aria-describedby="${about}"`}${wrong.length > 0 && rich(' aria-invalid="true"')}`;
  const hints = html`${help && html`<p class="meta" id="${name}-h">${help}</p>`}${wrong.length > 0 && html`<p class="error" id="${name}-e">${wrong.map((each) => each.detail).join(" ")}</p>`}`;
  if (type === "checkbox") {
    return html`<div class="field check"><input type="checkbox" value="on" ${attributes}${value && rich(" checked")}> <label for="${name}">${label}</label>${hints}</div>`;
  }
  const head = html`<label for="${name}">${label}${asked === "required" && html` <span class="meta">(wymagane)</span>`}</label>${hints}`;
  if (options) {
    return html`<div class="field">${head}<select ${attributes}>${options.map(([key, text]) => html`<option value="${key}"${key === value && rich(" selected")}>${text}</option>`)}</select></div>`;
  }
  const input = rows
    ? html`<textarea rows="${rows}" ${attributes}>
${value}</textarea>`
    : html`<input type="${type}"${{ email: rich(' autocomplete="email"') }[type]} ${attributes} value="${value}">`;
  return html`<div class="field">${head}${input}</div>`;
}

function kinds(author, typed, errors) {
  const wrong = errors.filter((each) => fieldOf(each.pointer) === "author_kind");
  return html`<fieldset id="author_kind" tabindex="-1"${wrong.length > 0 && rich(' aria-describedby="author_kind-e"')}><legend>${author.label}</legend>
${wrong.length > 0 && html`<p class="error" id="author_kind-e">${wrong.map((each) => each.detail).join(" ")}</p>`}
${author.kinds.map((each) => html`<div class="check"><input type="radio" name="author_kind" id="kind-${each.value}" value="${each.value}"${typed.author_kind === each.value && rich(" checked")}> <label for="kind-${each.value}">${each.label}</label></div>`)}
</fieldset>`;
}

/** Required of everybody, or of some kinds of authors only, as the hint says. */
const asked = (author, { required_of }) =>
  required_of.length === author.kinds.length ? "required" : "optional";

const CHECKBOXES = ["is_name_public", "wants_result"];
const ROWS = { quote: 3, content: 6, proposed: 4, justification: 4 };

/** `typed` are the fields as they came; `problem` is the API's refusal, where there was one. */
export function remarkForm({ page, form, typed, problem }) {
  const errors = problem?.errors ?? [];
  const shown = form.columns.filter((each) => each.asked !== "no");
  const names = new Set([...shown, ...form.author.fields].map((each) => each.name).concat("author_kind"));
  const options = [["", "– żadna w szczególności –"]].concat(
    (form.document?.sections ?? []).map((each) => [each.anchor, `${"– ".repeat(each.level - 1)}${each.heading}`]),
  );
  return html`<h1>Zgłoś uwagę</h1>
<p class="lead"><a href="/konsultacje/${page.id}">${page.title}</a></p>
${problem && problemNotice(problem, names)}
<p>Uwagi są przyjmowane do: <strong>${form.closes_text}</strong>.</p>
<form method="post" action="/konsultacje/${page.id}/uwagi" novalidate>
<input type="hidden" name="stamp" value="${typed.stamp}">
${form.document && html`<input type="hidden" name="version" value="${typed.version}"><input type="hidden" name="latest" value="${typed.latest}">`}
<div class="decoy" aria-hidden="true"><label for="${form.decoy}">Zostaw to pole puste</label><input id="${form.decoy}" name="${form.decoy}" tabindex="-1" autocomplete="off"></div>
${shown.map((each) => field(each.name, { ...each, rows: ROWS[each.name], options: each.name === "section" ? options : null }, typed, errors))}
${kinds(form.author, typed, errors)}
${form.author.fields.map((each) => field(each.name, { ...each, asked: asked(form.author, each), type: CHECKBOXES.includes(each.name) ? "checkbox" : each.name === "email" ? "email" : "text" }, typed, errors))}
${section("klauzula", "Co robimy z danymi", rich(form.privacy_clause.html))}
<p><button class="button">Wyślij</button></p>
</form>`;
}

function problemNotice(problem, names) {
  const lines = (problem.errors ?? []).map((each) => {
    const name = fieldOf(each.pointer);
    return names.has(name) ? html`<a href="#${name}">${each.detail}</a>` : each.detail;
  });
  const heading = problem.detail ?? "Nie wiemy, czy uwaga dotarła. Wyślij ją jeszcze raz: nie zostanie zapisana podwójnie.";
  return html`<div class="notice wrong" role="alert"><h2>${heading}</h2>${lines.length > 0 && list(lines, "")}
${link(problem.secret_url) && html`<p><a href="${link(problem.secret_url)}">Pokwitowanie tego, co wysłano wcześniej</a></p>`}
${problem.latest && html`<p>Jeśli Twoja uwaga jest nadal trafna, wyślij ją jeszcze raz.</p>`}</div>`;
}

/** No remarks are taken (any more); what was typed can still be copied. */
export function closed({ page, form, typed = {}, problem }) {
  const ahead = `Formularz zostanie otwarty: ${form?.opens_text || "gdy znane będą terminy"}.`;
  const why = form?.state === "ahead" ? ahead : "Formularz nie przyjmuje teraz uwag.";
  return html`<h1>Zgłoś uwagę</h1>
<p class="lead"><a href="/konsultacje/${page.id}">${page.title}</a></p>
<p class="notice">${problem?.detail ?? why}</p>
${link(problem?.secret_url) && html`<p><a href="${link(problem.secret_url)}">Pokwitowanie tego, co wysłano wcześniej</a></p>`}
${words(typed)}`;
}

/** The API says nothing at all, so there is no form to show. */
export const unsent = (typed) => html`<h1>Nie wiemy, czy uwaga dotarła</h1>
<p class="notice wrong" role="alert">Strona chwilowo nie działa. Wróć przyciskiem „Wstecz” przeglądarki i wyślij formularz jeszcze raz: nie zostanie zapisany podwójnie.</p>
${words(typed)}`;

const WORDS = ["place", "quote", "content", "proposed", "justification"];

function words(typed) {
  const lost = WORDS.filter((name) => typed[name]);
  return lost.length > 0 && section("slowa", "Napisany tekst, do skopiowania", lost.map((name) => html`<p class="words">${typed[name]}</p>`));
}

export function receipt({ page, answer }) {
  return html`<h1>Pokwitowanie</h1>
<p class="notice" role="status">${answer.message}</p>
<p class="lead"><a href="/konsultacje/${page.id}">${page.title}</a></p>
<dl class="facts">${answer.remarks.map((each) => html`<div><dt>Uwaga nr</dt><dd><strong>${each.receipt_number}</strong><br>kod kontrolny <code>${each.control_code}</code></dd></div>`)}</dl>
${!answer.is_counted && html`<p><strong>Uwaga liczy się dopiero po potwierdzeniu</strong> przez odnośnik z naszej wiadomości${answer.confirm_until_text && `, do ${answer.confirm_until_text}`}.</p>`}
<p>Zachowaj adres strony „Moje uwagi”: tylko pod nim zobaczysz, co stało się z uwagą, i możesz ją poprawić.</p>
<p><a class="button" href="${link(answer.secret_url)}">Moje uwagi</a></p>`;
}

// Others -----------------------------------------------------------------------------------------------

export function other(page) {
  return html`<h1>${page.title}</h1><p class="lead">${page.lead}</p>${rich(page.description)}`;
}

export const failure = (title, text) => html`<h1>${title}</h1><p>${text}</p><p><a href="/">Strona komitetu</a></p>`;
