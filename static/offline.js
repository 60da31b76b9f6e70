"use strict";
// Once the page is shown, has the worker keep this reader's pages for when there is no network, and says what has
// become different since. In a page that comes from the copy, waits for the network. Without a worker (older or
// private browsers) nothing of this happens, and the page is as it was sent.
(() => {
  const { reader, worker, contents, mission, version } = document.currentScript.dataset;
  const saved = document.querySelector("[data-saved]"); // this page is from the copy
  const state = history.state || {}; // before: the version that stood here; again: how often it was loaded again
  let left = 0, tries = 0, busy = 0;

  // A page that knows its reader is not brought back by the button "back" after she signed out.
  addEventListener("pageshow", event => event.persisted && location.reload());
  if (!("serviceWorker" in navigator) || !window.caches) return;

  // While another page is on its way, to load this one again would stop it.
  const again = () => setTimeout(() => location.reload(), Math.max(0, left + 10000 - Date.now()));
  addEventListener("beforeunload", () => { left = Date.now(); });
  addEventListener("submit", async event => {
    if (!event.target.action.endsWith("/~sign-out/")) return;
    for (const name of await caches.keys()) if (name.startsWith("keruen-copy-")) caches.delete(name);
  });

  const show = before => {
    const notice = document.querySelector("[data-changed]");
    if (!notice || !before || String(before) === version) return;
    notice.querySelector("[data-before]").textContent = before;
    const link = notice.querySelector("a");
    link.href = link.href.replace(/[0-9]+\/$/, `${before}/`);
    notice.hidden = false;
  };

  const asked = async () => {
    const { active } = await navigator.serviceWorker.ready;
    const line = new MessageChannel();
    return new Promise(done => {
      line.port1.onmessage = ({ data }) => (data.had ? show(state.before || data.had[mission]) : done(data));
      active.postMessage({ refresh: contents }, [line.port2]);
    });
  };

  const pause = count => 15000 * 2 ** Math.min(count, 3); // milliseconds between two tries

  async function refresh() {
    if (Date.now() - busy < 180000) return; // a worker that the browser ended never answers
    busy = Date.now();
    const found = await asked();
    busy = 0;
    const latest = found.versions && String(found.versions[mission] || "");
    if (found.failed) {
      if (saved) setTimeout(refresh, pause(tries++));
    } else if (found.cleared || found.reader !== reader) {
      again();
    } else if (saved || (mission && latest !== version)) {
      // What she is typing stays; the page is loaded again when she comes back to it.
      if (document.activeElement.closest("input, select, textarea")) return;
      const count = state.again || 0; // on a slow network the copy answers again: then not at once for ever
      history.replaceState({ before: (saved && state.before) || version, again: count + 1 }, "");
      setTimeout(again, count ? pause(count - 1) : 0);
    } else {
      history.replaceState({ before: state.before }, "");
    }
  }

  const begin = async () => {
    try {
      // A page from the copy was given by the worker, and there is no network to ask for a newer one.
      if (!saved) await navigator.serviceWorker.register(worker, { scope: "/", updateViaCache: "none" });
      await refresh();
    } catch {
      // refused by the browser: the page is as it was sent
    }
  };
  navigator.serviceWorker.addEventListener("message", event => event.data.cleared && again());
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  if (document.readyState === "complete") begin();
  else addEventListener("load", () => setTimeout(begin, 500));
})();
