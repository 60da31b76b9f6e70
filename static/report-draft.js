"use strict";
// Nothing that somebody types into a visit's report is lost. While she types it is kept on the server, as her
// draft, and until the server has it in this browser, under her own number: when there is no connection, when
// the session has ended, when the battery dies. Of two places where she writes the second is told, and nothing
// is put in the place of anything else before she says so. Photographs are sent with the form alone.
(() => {
  const here = document.currentScript.dataset;
  const form = document.getElementById(here.form);
  const left = document.getElementById(here.left);
  if (!form && !left) return;
  const { user, report } = form ? form.dataset : here;
  const KEY = `keruen-report-${user}-${report}`;
  const SOON = 2000, LATER = 8000, AGAIN = 5000, RARELY = 30000; // ms
  const MOST_AT_THE_END = 60000; // letters that a browser sends while the page goes
  const TEXTS = /^(summary_|topics$|findings$|opportunities$|obstacles$|agreed_points$|others$|staff_notes$|.*-(title|when|family_name|given_name|position)$)/;
  const box = document.getElementById("kept");
  const line = document.getElementById("kept-at");
  const { had, copy, csrfmiddlewaretoken } = form ? form.elements : {};
  const NOT_TYPED = ["csrfmiddlewaretoken", "do", "had"];
  const sent = new Set(); // the names of copies that this page has sent
  let dirty = false, busy = null, stopped = false, since = 0, wait = AGAIN, timer = 0, leaving = false;
  let passes = false; // whether the form is sent although nothing of it is kept: the server says why

  const read = () => {
    try { return JSON.parse(localStorage.getItem(KEY)); } catch { return null; }
  };
  const write = kept => {
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* full, or not allowed: the server keeps it */ }
  };
  const forget = () => {
    try { localStorage.removeItem(KEY); } catch { /* not allowed: then nothing is there either */ }
  };
  const name = () => [...crypto.getRandomValues(new Uint8Array(8))].map(one => one.toString(16).padStart(2, "0")).join("");
  const typed = () => [...new FormData(form)].filter(([field, value]) => typeof value === "string" && !NOT_TYPED.includes(field));
  const say = (words, ...buttons) => {
    const text = document.createElement("p");
    text.textContent = words;
    box.replaceChildren(text, ...buttons);
    box.hidden = !words;
  };
  const button = (words, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "button button--small";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const signIn = () => {
    const link = document.createElement("a");
    link.href = here.signIn;
    link.textContent = here.enter;
    return link;
  };

  // Asks the server to keep these fields over the draft of this stamp: "kept", "elsewhere", "closed" (somebody
  // approved the report meanwhile), "session", "refused", or "unreachable".
  const send = async (fields, over, keepalive = false) => {
    const data = new URLSearchParams(fields);
    data.set("had", over);
    sent.add(data.get("copy"));
    let answer;
    try {
      answer = await fetch(here.draft, {
        method: "POST", body: data, redirect: "manual",
        keepalive: keepalive && data.toString().length < MOST_AT_THE_END,
        headers: { "X-CSRFToken": form ? csrfmiddlewaretoken.value : here.token, Accept: "application/json" },
      });
    } catch { return { what: "unreachable" }; }
    if (answer.type === "opaqueredirect" || answer.status === 403) return { what: "session" };
    if (answer.status >= 500) return { what: "unreachable" };
    let told = {};
    try { told = await answer.json(); } catch { return answer.ok ? { what: "unreachable" } : { what: "refused", said: here.much }; }
    return { what: answer.ok ? "kept" : { 409: "elsewhere", 423: "closed" }[answer.status] || "refused", ...told };
  };

  // The report was approved before this browser's words came to the server: they stand on its page, as text.
  const handOver = async () => {
    const kept = read();
    if (!kept) return;
    const told = await send(kept.fields, kept.had);
    if (told.what === "closed" && told.kept) { forget(); location.reload(); return; }
    if (told.what !== "closed") return;
    kept.fields.filter(([field, value]) => value.trim() && TEXTS.test(field)).forEach(([, value]) => {
      const text = document.createElement("p");
      text.textContent = value;
      left.append(text);
    });
    left.hidden = false;
  };
  if (!form) { handOver(); return; }

  // The first text that is longer than what is kept of one.
  const long = () => [...form.querySelectorAll("[data-most]")].find(field => field.value.length > field.dataset.most);
  const tooLong = field => here.long.replace("{field}", field.labels[0].textContent)
    .replace("{letters}", field.value.length.toLocaleString(document.documentElement.lang))
    .replace("{most}", Number(field.dataset.most).toLocaleString(document.documentElement.lang));

  const local = () => write({ fields: typed(), had: had.value, id: copy.value });

  const conflict = told => {
    stopped = true;
    say(told.stamp ? here.elsewhere.replace("{at}", told.at) : here.gone,
      button(here.mine, () => { stopped = false; had.value = told.stamp; local(); dirty = true; say(""); keep(); }),
      " ",
      button(here.other, () => { forget(); location.reload(); }));
  };

  const keep = (keepalive = false) => {
    if (busy) return busy;
    if (!dirty || stopped) return Promise.resolve(!stopped && !dirty);
    clearTimeout(timer);
    if (long()) { say(tooLong(long())); return Promise.resolve(false); }
    const id = copy.value;
    busy = (async () => {
      let told = await send(typed(), had.value, keepalive);
      if (told.what === "elsewhere" && sent.has(told.copy) && told.copy) { // our own, whose answer was lost
        had.value = told.stamp;
        told = await send(typed(), had.value);
      }
      passes = ["refused", "closed"].includes(told.what);
      switch (told.what) {
        case "kept":
          had.value = told.stamp;
          wait = AGAIN;
          if (copy.value === id) { dirty = false; forget(); } else { local(); plan(); }
          say("");
          line.textContent = here.server.replace("{at}", told.at);
          return true;
        case "elsewhere": conflict(told); return false;
        case "session": say(here.session, signIn()); return false;
        case "closed":
          if (told.kept) { had.value = told.stamp; forget(); }
          say(told.said, button(here.other, () => location.assign(location.pathname)));
          return false;
        case "refused": say(told.said); return false;
        default:
          say(here.device);
          line.textContent = "";
          timer = setTimeout(keep, wait);
          wait = Math.min(wait * 2, RARELY);
          return false;
      }
    })().finally(() => { busy = null; });
    return busy;
  };
  const plan = () => {
    clearTimeout(timer);
    timer = setTimeout(keep, Date.now() - since > LATER ? 0 : SOON);
  };
  const change = event => {
    if (leaving || event.target.type === "file") return;
    if (!dirty) since = Date.now();
    dirty = true;
    copy.value = name();
    local();
    plan();
  };
  form.addEventListener("input", change);
  form.addEventListener("change", change);
  window.addEventListener("online", () => { wait = AGAIN; keep(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden" && !leaving) keep(true); });

  // What is sent is kept first: if nobody answers, the page stays, with all that stands in it.
  form.addEventListener("submit", async event => {
    if (leaving || !dirty) { leaving = true; return; }
    event.preventDefault();
    const pressed = event.submitter;
    if (pressed && "drop" in pressed.dataset) { forget(); leaving = true; form.requestSubmit(pressed); return; }
    await (busy || null);
    passes = false;
    if (await keep() || !dirty || passes) { leaving = true; form.requestSubmit(pressed); return; }
    if (long()) long().focus();
    else if (!stopped && !box.querySelector("a")) say(here.unsent);
  });
  window.addEventListener("pageshow", event => { if (event.persisted) leaving = false; });

  // What this browser has and the server has not.
  const restore = fields => {
    const values = {}, counts = {};
    fields.forEach(([field, value]) => (values[field] ||= []).push(value));
    [...form.elements].forEach(field => {
      if (!field.name || NOT_TYPED.includes(field.name) || ["file", "submit", "button"].includes(field.type)) return;
      if (["checkbox", "radio"].includes(field.type)) field.checked = (values[field.name] || []).includes(field.value);
      else if (field.name in values) {
        const number = counts[field.name] = (counts[field.name] ?? -1) + 1;
        field.value = values[field.name][number] ?? "";
      }
    });
  };
  const begin = async () => {
    const kept = read();
    if (!kept) return;
    if (kept.id && kept.id === copy.value) { forget(); return; }
    const drop = button(here.drop, () => { forget(); location.reload(); });
    if (kept.had !== had.value) {
      stopped = true;
      say(had.value === "0" ? here.gone : here.elsewhere.replace("{at}", here.keptAt),
        button(here.mine, async () => {
          stopped = false;
          const told = await send(kept.fields, had.value);
          if (told.what === "kept") { forget(); location.reload(); } else { restore(kept.fields); dirty = true; local(); keep(); }
        }), " ", button(here.other, () => { forget(); location.reload(); }));
      return;
    }
    const told = await send(kept.fields, had.value);
    // What the page before this one sent as it went arrived while this one was on its way.
    const arrived = told.what === "elsewhere" && told.copy && told.copy === kept.id;
    if (told.what === "kept" || arrived) { forget(); location.reload(); return; }
    restore(kept.fields);
    dirty = true;
    say(here.restored, drop);
    if (told.what === "elsewhere") conflict(told);
    else timer = setTimeout(keep, wait);
  };
  begin();
})();
