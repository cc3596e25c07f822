// The client of the API: what was read is kept, and asked for again with its ETag.

const BASE = (process.env.RKRES_API ?? "http://127.0.0.1:8000").replace(/\/+$/, "");
const V2 = process.env.RKRES_API_V2 ?? "/api/v2/";
const MOUNT = process.env.RKRES_MOUNT ?? "/rkres/";
const LANGUAGE = "pl";
const MOST_KEPT = 500;
const TIMEOUT = 15_000;

/** Answers by address: { etag, data }. The oldest goes first when there are too many. */
const kept = new Map();

export class ApiError extends Error {
  constructor(status, problem) {
    super(problem.detail ?? problem.message ?? problem.title ?? `HTTP ${status}`);
    this.status = status;
    this.problem = problem;
  }
}

/** GET `path` below the site; an answer that has not changed is not sent again. */
export async function get(path, query = {}) {
  const url = new URL(path, `${BASE}/`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  const known = kept.get(url.href);
  const headers = { Accept: "application/json", "Accept-Language": LANGUAGE };
  if (known) headers["If-None-Match"] = known.etag;
  const response = await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT) });
  if (response.status === 304) {
    kept.delete(url.href);
    kept.set(url.href, known);
    return known.data;
  }
  const data = await json(response);
  if (!response.ok) throw new ApiError(response.status, data);
  keep(url.href, response.headers.get("ETag"), data);
  return data;
}

function keep(address, etag, data) {
  kept.delete(address);
  if (!etag) return;
  if (kept.size >= MOST_KEPT) kept.delete(kept.keys().next().value);
  kept.set(address, { etag, data });
}

async function json(response) {
  const type = response.headers.get("Content-Type") ?? "";
  if (!/^application\/(problem\+)?json\b/.test(type)) {
    return { title: `HTTP ${response.status}, ${type || "no type"}` };
  }
  return response.json();
}

const typed = (type) => ({ type: `rkres_wagtail_pages.${type}` });

/** The whole of a list; asks for one part after the other. */
async function all(name, query) {
  const items = [];
  for (;;) {
    const part = await get(`${V2}${name}/`, { ...query, limit: 20, offset: items.length });
    items.push(...part.items);
    if (!part.items.length || items.length >= part.meta.total_count) return items;
  }
}

export async function committee() {
  const wanted = process.env.RKRES_COMMITTEE;
  if (wanted) return get(`${V2}pages/${Number(wanted)}/`);
  const query = { ...typed("CommitteePage"), locale: LANGUAGE, limit: 1 };
  const found = await get(`${V2}pages/`, query);
  if (!found.items.length) throw new ApiError(404, { title: "There is no committee." });
  return get(`${V2}pages/${found.items[0].id}/`);
}

export const tiers = (committee) =>
  all("pages", { ...typed("TierPage"), child_of: committee, fields: "lead,for_whom,position" });

export const members = (body) => all("memberships", { body, on: today() });

const MEETINGS = { locale: LANGUAGE, fields: "_,id,title,state_label,date_text,place_name" };

export const upcomingMeetings = () =>
  all("meetings", { ...MEETINGS, state: "planned,confirmed", order: "date" });

/** Held or cancelled, the latest first; no more of them than are shown. */
export async function pastMeetings(limit) {
  const query = { ...MEETINGS, state: "held,cancelled", limit };
  return (await get(`${V2}meetings/`, query)).items;
}

export const meeting = (id) => get(`${V2}meetings/${Number(id)}/`);

/** Those that close last come first. */
export const consultations = () =>
  all("consultations", { locale: LANGUAGE, fields: "_,id,title,state_label,closes_text" });

export const consultation = (id) => get(`${V2}consultations/${Number(id)}/`);

/** The day in Poland, whichever zone this machine is in. */
export const today = () =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Warsaw" }).format(new Date());

export const version = (id) => get(`${V2}document-versions/${Number(id)}/`);

/** A draft that an editor previews, by the token that wagtail-headless-preview made. */
export const preview = (contentType, token) =>
  get(`${V2}page_preview/1/`, { content_type: contentType, token });

const formAddress = (consultation) => `${MOUNT}api/konsultacje/${Number(consultation)}/uwagi/`;

/** What the form of a consultation asks for; null where it has none. */
export async function form(consultation) {
  try {
    return await get(formAddress(consultation));
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/**
 * Send remarks. `visitor` is the address the reader comes from: the limit of sendings is theirs.
 * What was not answered is sent once more: the same stamp and words are one sending.
 */
export async function send(consultation, body, visitor) {
  const post = () =>
    fetch(new URL(formAddress(consultation), BASE), {
      method: "POST",
      headers: {
        Accept: "application/json, application/problem+json",
        "Accept-Language": LANGUAGE,
        "Content-Type": "application/json",
        "X-Forwarded-For": visitor,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT),
    });
  const response = await post().catch(post);
  const data = await json(response);
  if (!response.ok) throw new ApiError(response.status, data);
  return data;
}
