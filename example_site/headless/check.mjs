// Starts the front end against a running demo (RKRES_API) and walks through it; ends with 1 on a failure.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import * as api from "./api.mjs";

const MOMENT = 200;
/** Longer than REMARK_MIN_SECONDS: faster than that nobody writes. */
const AS_LONG_AS_PEOPLE_WRITE = 3500;

const freePort = () =>
  new Promise((resolve, reject) => {
    const probe = createServer().on("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

const port = await freePort();
const base = `http://127.0.0.1:${port}`;
const server = spawn(process.execPath, [new URL("./server.mjs", import.meta.url).pathname], {
  env: { ...process.env, HOST: "127.0.0.1", PORT: String(port) },
  stdio: ["ignore", "ignore", "inherit"],
});

async function started() {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      return await fetch(`${base}/style.css`);
    } catch {
      assert.equal(server.exitCode, null, "the front end ended");
      await wait(MOMENT);
    }
  }
  throw new Error("the front end did not start");
}

async function read(path, init, status = 200) {
  const response = await fetch(`${base}${path}`, init);
  const text = await response.text();
  assert.equal(response.status, status, `${path}: ${response.status}\n${text.slice(0, 2000)}`);
  assert.match(response.headers.get("Content-Security-Policy"), /default-src 'none'/);
  assert.equal(text.match(/<h1>/g)?.length, 1, `${path}: one h1`);
  assert.doesNotMatch(text, /undefined|\[object|NaN/, path);
  console.log("ok:", path);
  return text;
}

const first = (text, pattern, what) => {
  const found = pattern.exec(text);
  assert.ok(found, `no ${what}`);
  return found[1];
};
const hidden = (text, name) => first(text, new RegExp(`name="${name}" value="([^"]*)"`), name);

function filled(text, content) {
  const fields = new URLSearchParams({
    stamp: hidden(text, "stamp"),
    version: hidden(text, "version"),
    latest: hidden(text, "latest"),
    section: first(text, /<option value="(czesc-[^"]+)"/, "section"),
    content,
    author_kind: "person",
    name: "Osoba Próbna",
    homepage: "",
  });
  return { method: "POST", body: fields };
}

/** What has not changed is not sent again. */
async function asksWithETags() {
  const statuses = [];
  const plain = globalThis.fetch;
  globalThis.fetch = async (...request) => {
    const response = await plain(...request);
    statuses.push(response.status);
    return response;
  };
  try {
    const reads = [api.committee, api.upcomingMeetings, api.consultations];
    for (const read of reads) {
      const first = await read();
      statuses.length = 0;
      assert.deepEqual(await read(), first);
      assert.deepEqual([...new Set(statuses)], [304], `${read.name}: ${statuses}`);
    }
  } finally {
    globalThis.fetch = plain;
  }
  console.log("ok: 304");
}

async function walk() {
  await asksWithETags();
  assert.match(await read("/"), /<table>/);
  const calendar = await read("/kalendarz");
  await read(first(calendar, /href="(\/posiedzenia\/\d+)"/, "meeting"));
  const list = await read("/konsultacje");
  let form = "";
  for (const [, path] of list.matchAll(/href="(\/konsultacje\/\d+)"/g)) {
    const text = await read(path);
    form ||= /href="(\/konsultacje\/\d+\/uwagi)"/.exec(text)?.[1] ?? "";
  }
  assert.ok(form, "no consultation takes remarks");
  const address = form;
  const opened = await read(address);
  const words = `Uwaga na próbę <b>${Date.now()}</b>`;
  await wait(AS_LONG_AS_PEOPLE_WRITE);
  const wrong = await read(address, filled(opened, ""), 422);
  assert.match(wrong, /id="content-e"/, "the error stands at its field");
  await wait(AS_LONG_AS_PEOPLE_WRITE);
  const sent = filled(wrong, words);
  const receipt = await read(address, sent);
  const code = first(receipt, /<code>([^<]+)<\/code>/, "control code");
  const again = await read(address, sent);
  assert.ok(again.includes(code), "a second click finds the same receipt");
  const own = await fetch(first(receipt, /href="(https?:[^"]+)"/, "secret link"));
  assert.equal(own.status, 200);
  assert.ok((await own.text()).includes(code), "the author's page has the control code");
  const foreign = { ...sent, headers: { "Sec-Fetch-Site": "cross-site" } };
  await read(address, foreign, 403);
  const long = await read(address, filled(opened, "ż".repeat(1024 * 1024)), 413);
  assert.match(long, /Za dużo tekstu/);
  await read("/posiedzenia/999999999", undefined, 404);
  await read("/nie-ma", undefined, 404);
  await read("//", undefined, 404);
  await read("/preview?content_type=x.y&token=x", undefined, 404);
}

try {
  await started();
  await walk();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  server.kill();
}
