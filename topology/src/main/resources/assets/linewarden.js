"use strict";
// One stream tells when something was decided; what is shown is asked for again, whole, and never more often than every two seconds.
// It runs before the page is drawn: what can be seen can be pressed.
(() => {
  const byId = (id) => document.getElementById(id);
  const REFRESH_MS = 2000, RESYNC_MS = 15000, STALE_MS = 25000;
  let shownAt = Date.now(), heardAt = Date.now(), dirty = false, paused = false, busy = false, broken = false;

  const isLive = () => byId("live") !== null;
  const isReady = () => "ready" in document.documentElement.dataset;

  async function refresh() {
    if (busy || !isReady() || !isLive()) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      // A login that is over is begun again, and leads back here.
      if (answer.status === 401) { location.reload(); return; }
      if (!answer.ok) throw new Error(answer.status);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      const live = byId("live");
      if (next && live && !isInUse(live)) {
        const open = scrolled(live), focused = live.contains(document.activeElement) ? nameOf(document.activeElement) : null;
        live.replaceWith(next);
        scrollBack(next, open);
        htmx.process(next);
        carry();
        if (focused) focusOn(next, focused);
        draw();
      }
      shownAt = Date.now();
      dirty = false;
      broken = false;
    } catch (failed) {
      broken = true;
    } finally {
      busy = false;
    }
  }

  // What somebody is about to press does not move away under the finger.
  const isInUse = (live) => live.contains(document.activeElement) && document.activeElement.matches("button, input, select, textarea");
  // Who goes by keys is on the same link before and after.
  const nameOf = (one) => [one.tagName, one.getAttribute("href"), one.getAttribute("aria-label"), one.textContent].join();
  const focusOn = (root, name) => {
    const same = [...root.querySelectorAll("a[href], summary, [tabindex]")].find((one) => nameOf(one) === name);
    if (same) same.focus({ preventScroll: true });
  };
  const scrolled = (root) => [...root.querySelectorAll(".scroll")].map((box) => [box.scrollLeft, box.scrollTop]);
  const scrollBack = (root, places) =>
    root.querySelectorAll(".scroll").forEach((box, i) => { if (places[i]) [box.scrollLeft, box.scrollTop] = places[i]; });

  let zone = "UTC", hours = null;
  function chooseClock() {
    zone = document.body.dataset.zone || zone;
    hours = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  }
  const clock = (seconds) => hours.format(new Date(seconds * 1000));

  // The clock that was chosen is in the address, and goes along to wherever a link or a form leads.
  function carry() {
    document.querySelectorAll("[data-zone]:not(body)").forEach((link) => {
      const chosen = link.dataset.zone === "viewer" ? Intl.DateTimeFormat().resolvedOptions().timeZone : link.dataset.zone;
      const to = new URL(location.href);
      if (chosen === "UTC") to.searchParams.delete("zone"); else to.searchParams.set("zone", chosen);
      link.href = to.pathname + to.search;
      if (chosen === zone) link.setAttribute("aria-current", "true");
    });
    if (zone === "UTC") return;
    document.querySelectorAll("a[href^='/']:not([data-zone])").forEach((link) => {
      const to = new URL(link.href);
      to.searchParams.set("zone", zone);
      link.href = to.pathname + to.search;
    });
    document.querySelectorAll("form[method=get]:not(:has([name=zone]))").forEach((form) => {
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "zone", value: zone }));
    });
  }

  let chart = null;
  function draw() {
    const at = byId("chart"), data = byId("trend");
    if (!at || !data || typeof uPlot === "undefined") return;
    const trend = JSON.parse(data.textContent);
    const ink = getComputedStyle(document.body);
    const color = (name) => ink.getPropertyValue(name).trim();
    const axis = { stroke: color("--soft"), grid: { stroke: color("--rule"), width: 1 }, ticks: { stroke: color("--rule") } };
    const series = (label, stroke, dash) => ({ label, stroke, width: 2, dash, points: { show: false } });
    if (chart) chart.destroy();
    chart = new uPlot({
      width: Math.max(240, at.clientWidth), height: 215, tzDate: (s) => uPlot.tzDate(new Date(s * 1000), zone),
      cursor: { y: false }, scales: { y: { range: (u, low, high) => [0, Math.max(4, high)] } }, axes: [{ ...axis, values: (u, times) => times.map(clock) }, { ...axis, size: 44 }],
      series: [{ label: zone, value: (u, time) => (time === null ? "--" : clock(time)) }, ...trend.series.map((one) => series(one.label, color(one.color), one.dash))],
    }, [trend.minutes, ...trend.series.map((one) => one.values)], at);
  }

  function tick() {
    if (!isLive()) { byId("age").textContent = ""; byId("pause").hidden = true; return; }
    const now = Date.now(), age = Math.round((now - shownAt) / 1000);
    const stale = broken || now - heardAt > STALE_MS;
    byId("age").textContent = (paused ? "paused" : stale ? "not connected" : "live") + " · " + age + " s old";
    const banner = byId("stale");
    banner.hidden = !(stale || (paused && age > 60));
    if (!banner.hidden) {
      const words = paused ? "Paused." : "The gate does not answer; it is asked again by itself.";
      banner.textContent = words + " What you see is " + age + " seconds old.";
    }
    if (!paused && !document.hidden && ((dirty && now - shownAt > REFRESH_MS) || now - shownAt > RESYNC_MS)) refresh();
  }

  function listen() {
    const events = new EventSource("/events?pool=" + encodeURIComponent(document.body.dataset.pool || "default"));
    const heard = () => { heardAt = Date.now(); };
    events.onopen = () => { heard(); dirty = true; };
    events.addEventListener("heartbeat", heard);
    ["decision", "alert", "operation"].forEach((kind) => events.addEventListener(kind, () => { heard(); dirty = true; }));
    events.onerror = () => { if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000); };
    addEventListener("pagehide", () => events.close(), { once: true });
  }

  function pause() {
    paused = !paused;
    byId("pause").setAttribute("aria-pressed", paused);
    byId("pause").textContent = paused ? "Go on" : "Pause";
    dirty = true;
    tick();
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    const links = document.querySelectorAll("nav a");
    if (/^[1-9]$/.test(event.key) && links[event.key - 1]) links[event.key - 1].click();
    else if (event.key === "p" && isLive()) pause();
    else if (event.key === "/") { const field = document.querySelector("form[role=search] input:not([type=hidden])"); if (field) { event.preventDefault(); field.focus(); } }
  }

  // Of what htmx is to do, whatever is pressed before it came is pressed again once it has; all of the page listens then.
  const early = new Set();
  function onClick(event) {
    if (event.target.closest("#pause")) pause();
    const button = event.target.closest("button[hx-post], button[hx-get]");
    if (button && !isReady()) early.add(button);
  }

  document.addEventListener("keydown", onKey);
  document.addEventListener("click", onClick);
  addEventListener("DOMContentLoaded", () => {
    addEventListener("resize", draw);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
    document.body.addEventListener("htmx:responseError", (event) => {
      let words = "The gate did not do it (" + event.detail.xhr.status + ").";
      try { words = JSON.parse(event.detail.xhr.responseText).detail; } catch (none) { /* the status has to do */ }
      const box = document.createElement("section");
      box.className = "outcome problem";
      box.textContent = "Not done: " + words;
      byId("outcome").replaceChildren(box);
    });
    document.body.addEventListener("htmx:sendError", () => { byId("outcome").textContent = "Not done: the gate does not answer."; });
    document.body.addEventListener("htmx:afterRequest", () => { if (document.activeElement && document.activeElement.matches("button")) document.activeElement.blur(); dirty = true; });
    chooseClock();
    carry();
    draw();
    tick();
    setInterval(tick, 1000);
    if (isLive()) listen();
    document.documentElement.dataset.ready = "";
    early.forEach((button) => button.click());
  });
})();
