"use strict";
/*
Keeps the pages of one reader for when there is no network; docs/architecture.md ("Off line") says what holds.

A copy is a cache of its own, named by an opaque name of its reader. It is whole once its record lies in it, and
the record says until when each part may be shown. At most one reader's copy is here; whatever tells that somebody
else reads now, or that the reader may not any more, deletes it before anything is shown.
*/

const COPY = "keruen-copy-1-"; // another number where the record changes: copies of other formats are deleted
const SHELL = "keruen-shell"; // styles, fonts, scripts and the pages that say there is no connection: nobody's
const STATE = "keruen-state";
const RECORD = "/~record", UNTIL = "/~until"; // in a copy
const LOCKED = "/~locked", ENDED = "/~ended"; // in the state
const PATIENCE = 5000; // milliseconds that the network has before the copy answers
const FRESH = 60000; // a copy this young is not fetched again while its list of contents is the same
const MINE = /^\/(en|ru|kk|tk)\/my\//;
const LINK = /^\/l\/[^/]+\/(seen\/[0-9]+\/)?$/; // pressing either button signs in
const CARD = /\.vcf$/; // of somebody whom the programme names
const REFUSED = [401, 403, 404, 410];
const UNREACHABLE = [502, 503, 504]; // said by what stands before the server
const EXACTLY = { ignoreVary: true };

const state = () => caches.open(STATE);
const note = (cache, name, content) => cache.put(name, new Response(JSON.stringify(content)));
const copies = async () => (await caches.keys()).filter(name => name.startsWith("keruen-copy-"));
const here = url => url.pathname + url.search;

async function tell(message) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  windows.filter(one => MINE.test(new URL(one.url).pathname)).forEach(one => one.postMessage(message));
}

/* Deletes every copy, also one that is being made: what is put into it afterwards is found by nobody. Windows that
   are open are told even if there was none: what they show may not be shown any more either. */
async function clear() {
  const names = await copies();
  await Promise.all(names.map(name => caches.delete(name)));
  await tell({ cleared: true });
}

/* The copy that is whole: {name, cache, record}. What may not be shown any more is deleted on the way. */
async function current() {
  let found = null;
  for (const name of await copies()) {
    const inside = async key => (await caches.match(key, { cacheName: name }))?.json();
    const record = name.startsWith(COPY) ? await inside(RECORD) : undefined;
    if (!record) {
      const until = name.startsWith(COPY) ? await inside(UNTIL) : 0;
      if (until !== undefined && until <= Date.now()) await caches.delete(name);
      continue;
    }
    const now = Math.max(Date.now(), record.saved); // a clock that was put back brings nothing back
    const held = record.entries.filter(entry => entry.until > now);
    if (!held.length) {
      await caches.delete(name);
      await tell({ cleared: true });
      continue;
    }
    const cache = await caches.open(name);
    if (held.length < record.entries.length) {
      const past = record.entries.filter(entry => entry.until <= now);
      await Promise.all(past.map(entry => cache.delete(entry.url, EXACTLY)));
      record.entries = held;
      await note(cache, RECORD, record);
    }
    if (!found || record.saved > found.record.saved) found = { name, cache, record };
  }
  return found;
}

/* What the copy has for this address; undefined while it is not known who reads. */
async function find(url) {
  if (await (await state()).match(LOCKED)) return undefined;
  const copy = await current();
  if (!copy) return undefined;
  const kept = copy.record.entries.find(entry => entry.url === (entry.page ? url.pathname : here(url)));
  if (kept) return copy.cache.match(kept.url, EXACTLY);
  const [home] = url.pathname.match(MINE) || [];
  if (url.pathname !== home) return undefined;
  const first = copy.record.entries.find(entry => entry.page && entry.url.startsWith(home));
  return first && Response.redirect(first.url);
}

/* Sends a sign-out that was pressed without a network; rejects while there is still none. */
async function settle() {
  const kept = await state();
  const ended = await kept.match(ENDED);
  if (!ended) return;
  const { url, body } = await ended.json();
  const headers = { "Content-Type": "application/x-www-form-urlencoded" };
  const send = sent => fetch(url, { method: "POST", body: sent, headers, redirect: "manual" });
  let answer = await send(body);
  if (answer.status === 403) {
    // Somebody has signed in as something else since, so the form's token is another one now.
    const form = await (await fetch(url.replace("~sign-out/", ""))).text();
    const [, token] = form.match(/name="csrfmiddlewaretoken" value="(\w+)"/) || [];
    if (token) answer = await send(`csrfmiddlewaretoken=${token}`);
  }
  if (UNREACHABLE.includes(answer.status)) throw new Error("not reached");
  await kept.delete(ENDED);
}

/* What an answer of the server tells about the copy is done before it is shown; `asked` is when the question was. */
async function heed(answer, url, asked) {
  const reader = answer.headers.get("Keruen-Reader");
  if (reader) {
    if ((await copies()).some(name => !name.startsWith(`${COPY}${reader}-`))) await clear();
    const kept = await state(), locked = await kept.match(LOCKED);
    if (locked && asked > (await locked.json())) await kept.delete(LOCKED); // else it may be told of who read before
  } else if (REFUSED.includes(answer.status)) {
    const copy = await current();
    const kept = copy && copy.record.entries.some(entry => entry.url === here(url));
    if (!MINE.test(url.pathname) || (CARD.test(url.pathname) && answer.status === 404)) {
      if (kept) await copy.cache.delete(here(url), EXACTLY); // a file or a card that is hers no more
    } else if (answer.status !== 404 || kept) {
      await clear();
    }
  }
  return answer;
}

async function noConnection(request, url) {
  if (request.mode !== "navigate") return Response.error();
  const [, lang] = url.pathname.match(MINE) || new URL(request.referrer || url).pathname.match(MINE) || [, "en"];
  return (await caches.match(`/${lang}/my/~offline/`, { cacheName: SHELL, ...EXACTLY })) || Response.error();
}

/* The network first; the copy if it does not answer in time. A late answer refreshes the copy. */
async function answer(event, url) {
  try {
    await settle();
  } catch {
    return noConnection(event.request, url);
  }
  const began = Date.now();
  const asked = fetch(event.request).then(found => heed(found, url, began));
  if (!(await find(url))) return asked.catch(() => noConnection(event.request, url));
  const reached = asked.then(found => (UNREACHABLE.includes(found.status) ? null : found), () => null);
  const first = await Promise.race([reached, new Promise(done => setTimeout(done, PATIENCE))]);
  if (first) return first;
  event.waitUntil(reached.then(late => late && late.ok && refresh(contents(url)).catch(() => null)));
  return (await find(url)) || noConnection(event.request, url); // it may have been cleared meanwhile
}

const contents = url => `/${(url.pathname.match(MINE) || [, "en"])[1]}/my/~copy.json`;

/* Signing out clears at once, reached or not; what was not reached is told at the next contact. */
async function signOut(event, url) {
  const body = await event.request.clone().text();
  await clear();
  const kept = await state();
  await note(kept, ENDED, { url: url.pathname, body });
  try {
    const said = await fetch(event.request);
    if (!UNREACHABLE.includes(said.status)) {
      await kept.delete(ENDED);
      return said;
    }
  } catch {
    // told by the page that follows
  }
  return Response.redirect(url.pathname.replace("~sign-out", "~offline"), 303);
}

/* Somebody opens a personal link: until the server says who reads now, nobody is shown the copy. */
async function enter(request) {
  await settle().catch(() => null);
  const kept = await state();
  await note(kept, LOCKED, Date.now());
  const said = await fetch(request);
  if (said.type === "opaqueredirect") await note(kept, LOCKED, Date.now());
  else await kept.delete(LOCKED); // it opened nothing
  return said;
}

/* Styles, fonts and scripts that kept pages need: those named by their content from here, others if they must. */
async function part(request) {
  const kept = await caches.match(request, { cacheName: SHELL, ...EXACTLY });
  if (kept && /\.[0-9a-f]{12}\.\w+$/.test(request.url)) return kept;
  try {
    return await fetch(request);
  } catch (failure) {
    if (kept) return kept;
    throw failure;
  }
}

/* One refresh at a time. Returns the {versions} that are kept now and their {reader}, or {cleared}; rejects without a network. */
const refresh = list =>
  navigator.locks ? navigator.locks.request("keruen-copy", () => refreshed(list)) : refreshed(list);

const ask = url => fetch(url, { headers: { "Keruen-Copy": "1" }, cache: "no-store" });

async function refreshed(list) {
  await current();
  await settle();
  const began = Date.now(), listed = await ask(list);
  if (listed.redirected || REFUSED.includes(listed.status)) {
    await clear();
    return { cleared: true };
  }
  if (!listed.ok) throw new Error(listed.status);
  await heed(listed, new URL(listed.url), began);
  const text = await listed.text();
  const wanted = JSON.parse(text);
  const before = await current();
  const { reader, versions } = wanted;
  const done = { versions, reader };
  if (before && before.record.list === text && Math.abs(Date.now() - before.record.saved) < FRESH) return done;
  const entries = wanted.entries.filter(entry => entry.until > Date.now());
  if (!entries.length) return done; // by the clock of this device all of it is past: nothing is kept
  const slots = [`${COPY}${reader}-a`, `${COPY}${reader}-b`];
  const slot = before && before.name === slots[0] ? slots[1] : slots[0];
  const making = { cache: await caches.open(slot), name: slot, reader };
  await note(making.cache, UNTIL, Math.min(...entries.map(entry => entry.until)));
  const record = { reader, versions, list: text, saved: Date.now(), entries: [] };
  const pages = entries.filter(entry => entry.page), files = entries.filter(entry => !entry.page);
  const texts = [];
  for (const entry of pages) {
    const page = await ask(entry.url);
    if (REFUSED.includes(page.status)) {
      await clear();
      return { cleared: true };
    }
    if (!page.ok || page.redirected || page.headers.get("Keruen-Reader") !== reader) throw new Error(page.status);
    texts.push(await page.clone().text());
    await keep(making.cache, entry, page);
    record.entries.push(entry);
  }
  await dress(wanted.shell, texts);
  if (!before) await finish(making, record); // a first visit may be short: the pages are not left waiting for files
  for (const entry of files) {
    const ready = await alike(entry, slots);
    const file = ready || (await ask(entry.url));
    const whose = file.headers.get("Keruen-Reader");
    if (whose && whose !== reader) throw new Error("somebody else reads");
    if (!file.ok || file.redirected) continue; // the server will not give it; the page is worth more than the file
    try {
      await keep(making.cache, entry, file);
      record.entries.push(entry);
    } catch (full) {
      if (full.name !== "QuotaExceededError") throw full;
    }
  }
  await finish(making, record);
  return done;
}

/* Puts an answer into a copy under its address, with the stamp by which it is known again. */
async function keep(cache, entry, found) {
  const headers = new Headers(found.headers);
  headers.delete("Content-Encoding");
  headers.delete("Content-Length");
  headers.set("Keruen-Stamp", entry.stamp);
  await cache.put(entry.url, new Response(await found.blob(), { headers }));
}

/* The same file, if this reader's copies have it, also one that was never finished. */
async function alike(entry, slots) {
  for (const cacheName of slots) {
    const kept = await caches.match(entry.url, { cacheName, ...EXACTLY });
    if (kept && kept.headers.get("Keruen-Stamp") === entry.stamp) return kept;
  }
  return undefined;
}

/* From now on this copy is the one, and there is no other. */
async function finish({ cache, name }, record) {
  if (await (await state()).match(ENDED)) {
    await caches.delete(name);
    throw new Error("signed out");
  }
  const names = new Set([...record.entries.map(entry => entry.url), RECORD, UNTIL]);
  for (const request of await cache.keys()) {
    if (!names.has(here(new URL(request.url)))) await cache.delete(request, EXACTLY);
  }
  await note(cache, RECORD, record);
  await Promise.all((await copies()).filter(other => other !== name).map(other => caches.delete(other)));
}

/* Keeps what pages are dressed in, and the pages that say there is no connection; forgets what none needs. */
async function dress(shell, texts) {
  const cache = await caches.open(SHELL);
  const needed = new Set();
  const get = async (url, stamp) => {
    needed.add(url);
    const kept = await cache.match(url, EXACTLY);
    if (kept && (stamp ? kept.headers.get("Keruen-Stamp") === stamp : /\.[0-9a-f]{12}\.\w+$/.test(url))) return kept;
    const found = await fetch(url);
    if (!found.ok) throw new Error(url);
    await keep(cache, { url, stamp: stamp || "" }, found.clone());
    return found;
  };
  const all = [...texts];
  for (const entry of shell) all.push(await (await get(entry.url, entry.stamp)).text());
  const parts = new Set(all.flatMap(html => [...html.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(found => found[1])));
  for (const url of parts) {
    const found = await get(url);
    if (!/\.css$/.test(url)) continue;
    for (const [, inner] of (await found.text()).matchAll(/url\("?([^")]+)"?\)/g)) {
      await get(new URL(inner, new URL(url, location)).pathname);
    }
  }
  for (const request of await cache.keys()) {
    if (!needed.has(new URL(request.url).pathname)) await cache.delete(request, EXACTLY);
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", event => event.waitUntil(Promise.all([self.clients.claim(), current()])));

self.addEventListener("message", event => {
  const [line] = event.ports, list = event.data && event.data.refresh;
  if (!line || !MINE.test(list)) return;
  const say = message => line.postMessage(message);
  const had = current().then(copy => say({ had: copy ? copy.record.versions : {} }));
  event.waitUntil(had.then(() => refresh(list)).then(say, () => say({ failed: true })));
});

self.addEventListener("fetch", event => {
  const { request } = event, url = new URL(request.url), reads = request.method === "GET";
  if (url.origin !== location.origin) return;
  if (MINE.test(url.pathname)) {
    if (reads) event.respondWith(answer(event, url));
    else if (url.pathname.endsWith("/~sign-out/")) event.respondWith(signOut(event, url));
    else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => noConnection(request, url)));
  } else if (LINK.test(url.pathname) && request.method === "POST") {
    event.respondWith(enter(request));
  } else if (url.pathname.startsWith("/attachments/") && reads) {
    event.respondWith(answer(event, url));
  } else if (url.pathname.startsWith("/static/") && reads) {
    event.respondWith(part(request));
  }
});
