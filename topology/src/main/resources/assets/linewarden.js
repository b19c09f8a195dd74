"use strict";
// One stream tells when something was decided; what is shown is asked for again, whole, and never more often than every two seconds.
(() => {
  const byId = (id) => document.getElementById(id);
  const pool = document.body.dataset.pool || "default";
  const REFRESH_MS = 2000, RESYNC_MS = 15000, STALE_MS = 25000;
  let shownAt = Date.now(), heardAt = Date.now(), dirty = false, paused = false, busy = false, broken = false;

  const isLive = () => byId("live") !== null;

  async function refresh() {
    if (busy || !isLive()) return;
    busy = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) throw new Error(answer.status);
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
      const live = byId("live");
      if (next && live && !isInUse(live)) {
        const open = scrolled(live);
        live.replaceWith(next);
        scrollBack(next, open);
        htmx.process(next);
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
  const isInUse = (live) => live.contains(document.activeElement) && document.activeElement.matches("button, input");
  const scrolled = (root) => [...root.querySelectorAll(".scroll")].map((box) => [box.scrollLeft, box.scrollTop]);
  const scrollBack = (root, places) =>
    root.querySelectorAll(".scroll").forEach((box, i) => { if (places[i]) [box.scrollLeft, box.scrollTop] = places[i]; });

  const clock = (seconds) => new Date(seconds * 1000).toISOString().slice(11, 16);

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
      width: Math.max(240, at.clientWidth), height: 215, tzDate: (s) => uPlot.tzDate(new Date(s * 1000), "UTC"),
      cursor: { y: false }, scales: { y: { range: (u, low, high) => [0, Math.max(4, high)] } }, axes: [{ ...axis, values: (u, times) => times.map(clock) }, { ...axis, size: 44 }],
      series: [{ label: "UTC", value: (u, time) => (time === null ? "--" : clock(time)) }, series("✓ approved", color("--good")), series("… deferred", color("--warn"), [6, 4]), series("✕ rejected", color("--bad"), [2, 3])],
    }, [trend.minutes, trend.approved, trend.deferred, trend.rejected], at);
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
    const events = new EventSource("/events?pool=" + encodeURIComponent(pool));
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
    if (/^[1-3]$/.test(event.key)) links[event.key - 1].click();
    else if (event.key === "p" && isLive()) pause();
    else if (event.key === "/") { const field = document.querySelector("form[role=search] input:not([type=hidden])"); if (field) { event.preventDefault(); field.focus(); } }
  }

  addEventListener("DOMContentLoaded", () => {
    byId("pause").addEventListener("click", pause);
    document.addEventListener("keydown", onKey);
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
    document.body.addEventListener("htmx:afterRequest", () => { if (document.activeElement) document.activeElement.blur(); dirty = true; });
    draw();
    tick();
    setInterval(tick, 1000);
    if (isLive()) listen();
  });
})();
