// The server: an address, what it asks the API for, the page that it makes of the answer.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import * as api from "./api.mjs";
import * as render from "./render.mjs";

const HOST = process.env.HOST ?? "127.0.0.1";
const PORT = Number(process.env.PORT ?? 3000);
const CMS = new URL(process.env.RKRES_API ?? "http://127.0.0.1:8000").origin;
const STYLE = await readFile(new URL("./style.css", import.meta.url));
const MOST_BYTES = 1024 * 1024;
/** Past meetings that the calendar shows. */
const PAST = 10;

const policy = (frames) =>
  `default-src 'none'; style-src 'self'; img-src 'self' ${CMS}; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`;

const page = (title, content, extra = {}) => ({ status: 200, title, content, ...extra });

// What an address shows --------------------------------------------------------------------------

async function committee() {
  const body = await api.committee();
  const [tiers, members] = await Promise.all([
    api.tiers(body.id),
    api.members(body.statutory_body?.id ?? body.id),
  ]);
  tiers.sort((a, b) => a.position - b.position);
  return page(body.title, render.committee({ page: body, tiers, members, on: api.today() }));
}

async function calendar() {
  const [upcoming, past] = await Promise.all([api.upcomingMeetings(), api.pastMeetings(PAST)]);
  return page("Posiedzenia", render.calendar({ upcoming, past }));
}

async function meeting(id) {
  const found = await api.meeting(id);
  return page(found.title, render.meeting(found));
}

async function consultations() {
  return page("Konsultacje", render.consultations(await api.consultations()));
}

async function consultation(id) {
  const found = await api.consultation(id);
  const latest = found.versions.at(-1);
  const [version, form] = await Promise.all([latest && api.version(latest.id), api.form(id)]);
  return page(found.title, render.consultation({ page: found, version, form }));
}

async function preview(query) {
  const [contentType, token] = [query.get("content_type") ?? "", query.get("token") ?? ""];
  const draft = await api.preview(contentType, token);
  const shown = {
    MeetingPage: () => render.meeting(draft),
    ConsultationPage: () => render.consultation({ page: draft, version: null, form: null }),
    CommitteePage: () => render.committee({ page: draft, tiers: [], members: [], on: api.today() }),
  }[draft.meta.type.split(".").at(-1)];
  const content = shown ? shown() : render.other(draft);
  return page(`Podgląd: ${draft.title}`, content, { frames: CMS, secret: true });
}

// The form -----------------------------------------------------------------------------------------

const NAMES = ["organisation", "name", "email"];
const COLUMNS = ["section", "place", "quote", "content", "proposed", "justification"];

async function remarkForm(id, query) {
  const [found, form] = await Promise.all([api.consultation(id), api.form(id)]);
  if (!form?.is_open) return page("Zgłoś uwagę", render.closed({ page: found, form }), { secret: true });
  const typed = {
    stamp: form.stamp,
    version: form.document?.version,
    latest: form.document?.latest.version,
    section: query.get("czesc") ?? "",
  };
  return page("Zgłoś uwagę", render.remarkForm({ page: found, form, typed }), { secret: true });
}

/** Whatever happens, the author sees a receipt or the words again. */
async function sendRemark(id, typed, visitor) {
  try {
    const found = await api.consultation(id);
    try {
      const answer = await api.send(id, asBody(typed), visitor);
      return page("Pokwitowanie", render.receipt({ page: found, answer }), { secret: true });
    } catch (error) {
      return await refused(found, typed, problemOf(error));
    }
  } catch (error) {
    return { ...ofError(error), content: render.unsent(typed), secret: true };
  }
}

/** As the API says it; an answer that is none of its own, or no answer, says nothing. */
function problemOf(error) {
  if (error instanceof api.ApiError) return { status: error.status, ...error.problem };
  console.error(error.message);
  return { status: 502 };
}

function asBody(typed) {
  const texts = (names) => Object.fromEntries(names.map((name) => [name, typed[name] ?? ""]));
  const asked = COLUMNS.filter((name) => name in typed);
  const body = {
    stamp: typed.stamp ?? "",
    author: {
      author_kind: typed.author_kind ?? "",
      ...texts(NAMES),
      is_name_public: typed.is_name_public === "on",
      wants_result: typed.wants_result === "on",
    },
    remarks: [texts(asked)],
    homepage: typed.homepage ?? "",
  };
  for (const name of ["version", "latest"]) {
    if (/^\d{1,15}$/.test(typed[name] ?? "")) body[name] = Number(typed[name]);
  }
  return body;
}

async function refused(found, typed, problem) {
  const form = await api.form(found.id);
  const extra = { status: problem.status, failed: true, secret: true };
  if (!form?.is_open || problem.status === 410) {
    return page("Zgłoś uwagę", render.closed({ page: found, form, typed, problem }), extra);
  }
  // What was typed stays; the stamp of the answer is the one to send next. Without one the old
  // stamp: what arrived without our knowing is not stored twice.
  const next = {
    ...typed,
    stamp: problem.stamp ?? typed.stamp,
    latest: problem.latest?.version ?? typed.latest,
  };
  return page("Zgłoś uwagę", render.remarkForm({ page: found, form, typed: next, problem }), extra);
}

/** A form as the browser sends it; null where it is too long. */
async function formFields(request) {
  const parts = [];
  let size = 0;
  for await (const part of request) {
    size += part.length;
    // Read to the end all the same: a browser shows no answer to what it could not send.
    if (size <= MOST_BYTES) parts.push(part);
  }
  if (size > MOST_BYTES) return null;
  return Object.fromEntries(new URLSearchParams(Buffer.concat(parts).toString("utf-8")));
}

// Answering ------------------------------------------------------------------------------------------

const ROUTES = [
  [/^\/$/, committee, "/"],
  [/^\/kalendarz$/, calendar, "/kalendarz"],
  [/^\/posiedzenia\/(\d{1,15})$/, meeting, ""],
  [/^\/konsultacje$/, consultations, "/konsultacje"],
  [/^\/konsultacje\/(\d{1,15})$/, consultation, ""],
];

/** Whether another site made the browser post, which would spend our reader's limit of sendings. */
const isForeign = (request) =>
  !["same-origin", undefined].includes(request.headers["sec-fetch-site"]);

async function answer(request) {
  // Joined, not resolved: `//` alone is no address.
  const url = new URL(`http://here${request.url}`);
  const form = /^\/konsultacje\/(\d{1,15})\/uwagi$/.exec(url.pathname);
  if (request.method === "POST" && form) {
    if (isForeign(request)) return failed(403, "Tak się nie da", "Wyślij uwagę z formularza na tej stronie.");
    const typed = await formFields(request);
    if (typed === null) return failed(413, "Za dużo tekstu", "Podziel go na kilka uwag.");
    return sendRemark(form[1], typed, request.socket.remoteAddress ?? "");
  }
  if (!["GET", "HEAD"].includes(request.method)) return failed(405, "Tak się nie da", "");
  if (form) return remarkForm(form[1], url.searchParams);
  if (/^\/preview\/?$/.test(url.pathname)) return preview(url.searchParams);
  for (const [pattern, show, current] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (match) return { ...(await show(...match.slice(1))), current };
  }
  return notFound();
}

const failed = (status, title, text) =>
  page(title, render.failure(title, text), { status, failed: true });
const notFound = () => failed(404, "Nie ma takiej strony", "Mogła zostać usunięta albo nie jest publiczna.");

function ofError(error) {
  if (error instanceof api.ApiError && [400, 403, 404].includes(error.status)) return notFound();
  console.error(error.message);
  return failed(502, "Strona chwilowo nie działa", "Spróbuj za kilka minut.");
}

createServer(async (request, response) => {
  if (request.url === "/style.css") {
    response.writeHead(200, { "Content-Type": "text/css; charset=utf-8", "Cache-Control": "max-age=300" });
    return response.end(STYLE);
  }
  const shown = await answer(request).catch(ofError);
  response.writeHead(shown.status, {
    "Content-Type": "text/html; charset=utf-8",
    "Content-Security-Policy": policy(shown.frames ?? "'none'"),
    "Cache-Control": shown.secret ? "no-store" : "no-cache",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(request.method === "HEAD" ? undefined : render.layout(shown));
}).listen(PORT, HOST, () => console.log(`http://${HOST}:${PORT}/`));
