// Reads a calendar from standard input with ical.js, as Thunderbird does: the zones are those that
// the calendar describes. Prints each event's start and end, moments in UTC, days as days.
const ICAL = require(`${process.argv[2]}/dist/ical.es5.cjs`);

const text = require("fs").readFileSync(0, "utf8");
const calendar = new ICAL.Component(ICAL.parse(text));
for (const zone of calendar.getAllSubcomponents("vtimezone")) {
  ICAL.TimezoneService.register(zone);
}

function told(time) {
  if (!time) return null;
  return time.isDate ? time.toString() : time.convertToZone(ICAL.Timezone.utcTimezone).toString();
}

const events = calendar.getAllSubcomponents("vevent").map((each) => {
  const hasEnd = each.hasProperty("dtend");
  return {
    uid: each.getFirstPropertyValue("uid"),
    summary: each.getFirstPropertyValue("summary"),
    description: each.getFirstPropertyValue("description"),
    start: told(each.getFirstPropertyValue("dtstart")),
    end: hasEnd ? told(each.getFirstPropertyValue("dtend")) : null,
  };
});
process.stdout.write(JSON.stringify(events));
