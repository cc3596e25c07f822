"""OParl 1.1: the committee as its specification wants it (https://oparl.org/spezifikation/)."""
