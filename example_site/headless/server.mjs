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

const policy = (frames) =>
  `default-src 'none'; style-src 'self'; img-src 'self' ${CMS}; form-action 'self'; base-uri 'none'; frame-ancestors ${frames}`;

const page = (title, content, extra = {}) => ({ status: 200, title, content, ...extra });

// What an address shows --------------------------------------------------------------------------

async function committee() {
  const body = await api.committee();
  const [tiers, members] = await Promise.all([
    api.all("TierPage", { child_of: body.id, fields: "lead,for_whom,position" }),
    api.members(body.statutory_body?.id ?? body.id),
  ]);
  tiers.sort((a, b) => a.position - b.position);
  return page(body.title, render.committee({ page: body, tiers, members, on: api.today() }));
}

async function calendar() {
  const body = await api.committee();
  const fields = "state,state_label,starts_on,date_text,place_name";
  const meetings = await api.all("MeetingPage", { descendant_of: body.id, fields, order: "-starts_on" });
  const isAhead = (each) => ["planned", "confirmed"].includes(each.state);
  const upcoming = meetings.filter(isAhead).reverse();
  const past = meetings.filter((each) => !isAhead(each)).slice(0, 10);
  return page("Posiedzenia", render.calendar({ upcoming, past }));
}

async function meeting(id) {
  const found = await ofType(id, "MeetingPage");
  return page(found.title, render.meeting(found));
}

async function consultations() {
  const body = await api.committee();
  const fields = "state,state_label,closes_text,closes_at";
  const items = await api.all("ConsultationPage", { descendant_of: body.id, fields });
  items.sort((a, b) => (b.closes_at ?? "").localeCompare(a.closes_at ?? ""));
  return page("Konsultacje", render.consultations(items));
}

async function consultation(id) {
  const found = await ofType(id, "ConsultationPage");
  const latest = found.versions.at(-1);
  const [version, form] = await Promise.all([latest && api.version(latest.id), api.form(id)]);
  return page(found.title, render.consultation({ page: found, version, form }));
}

async function ofType(id, name) {
  const found = await api.page(id);
  if (!found.meta.type.endsWith(`.${name}`)) throw new api.ApiError(404, {});
  return found;
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
  const [found, form] = await Promise.all([ofType(id, "ConsultationPage"), api.form(id)]);
  if (!form?.is_open) return page("Zgłoś uwagę", render.closed({ page: found, form }), { secret: true });
  const typed = {
    stamp: form.stamp,
    version: form.document?.version,
    latest: form.document?.latest.version,
    section: query.get("czesc") ?? "",
  };
  return page("Zgłoś uwagę", render.remarkForm({ page: found, form, typed }), { secret: true });
}

async function sendRemark(id, typed, visitor) {
  const found = await ofType(id, "ConsultationPage");
  try {
    const answer = await api.send(id, asBody(typed), visitor);
    return page("Pokwitowanie", render.receipt({ page: found, answer }), { secret: true });
  } catch (error) {
    if (!(error instanceof api.ApiError) || error.status === 404) throw error;
    return refused(found, typed, error);
  }
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

async function refused(found, typed, { status, problem }) {
  const form = await api.form(found.id);
  const extra = { status, failed: true, secret: true };
  if (!form?.is_open || status === 410) {
    return page("Zgłoś uwagę", render.closed({ page: found, form, typed, problem }), extra);
  }
  // What was typed stays; the stamp of the answer is the one to send next.
  const next = {
    ...typed,
    stamp: problem.stamp ?? form.stamp,
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
    if (size > MOST_BYTES) return null;
    parts.push(part);
  }
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

async function answer(request) {
  const url = new URL(request.url, "http://here");
  const form = /^\/konsultacje\/(\d{1,15})\/uwagi$/.exec(url.pathname);
  if (request.method === "POST" && form) {
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
