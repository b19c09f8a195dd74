"use strict";
// The editor of a policy: line numbers with errors at the line, completion from the schema, and what another policy would have changed.
(() => {
  const byId = (id) => document.getElementById(id);
  let schema = null, offers = [], active = 0, asking = null;

  const make = (name, text, className) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (className) element.className = className;
    return element;
  };

  // Line numbers, with a sign at each line that has an error.
  function number(text) {
    const wrong = new Set([...document.querySelectorAll("#checked [data-line]")].map((item) => Number(item.dataset.line)));
    const count = text.value.split("\n").length;
    byId("lines").replaceChildren(...Array.from({ length: count }, (any, i) => make("span", (wrong.has(i + 1) ? "✕ " : "") + (i + 1) + "\n", wrong.has(i + 1) ? "REJECTED" : "")));
    byId("lines").scrollTop = text.scrollTop;
  }

  function goTo(text, line, column) {
    const before = text.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    text.focus();
    text.setSelectionRange(before + column - 1, before + column - 1);
    text.scrollTop = Math.max(0, (line - 4) * parseFloat(getComputedStyle(text).lineHeight));
  }

  // What is being typed where: the keys above by their indentation, or within braces; the beginning of a word; whether it is a value.
  function place(text) {
    const upTo = text.value.slice(0, text.selectionStart), lines = upTo.split("\n"), line = lines.pop();
    const path = [];
    let indent = line.search(/\S|$/);
    for (let i = lines.length - 1; i >= 0 && indent > 0; i--) {
      const parent = /^(\s*)([\w*-]+):\s*(#.*)?$/.exec(lines[i]);
      if (parent && parent[1].length < indent) { path.unshift(parent[2]); indent = parent[1].length; }
    }
    const braces = /^\s*([\w-]+):\s*\{(.*)$/.exec(line);
    if (braces && !braces[2].includes("}")) path.push(braces[1]);
    const part = braces ? braces[2].split(",").pop() : line;
    const value = /^\s*([\w-]+):\s+(\S*)$/.exec(part);
    if (value) return { path: [...path, value[1]], word: value[2], isValue: true };
    const key = /^\s*([\w-]*)$/.exec(part);
    return key ? { path, word: key[1], isValue: false } : null;
  }

  function at(path) {
    let node = schema;
    for (const key of path) {
      const objects = node ? [node, ...(node.anyOf || [])] : [];
      const within = objects.find((one) => one.properties && one.properties[key]);
      const pattern = objects.find((one) => one.patternProperties);
      node = within ? within.properties[key] : pattern ? Object.values(pattern.patternProperties)[0] : null;
    }
    return node;
  }

  function find(where) {
    const node = where && schema ? at(where.path) : null;
    if (!node) return [];
    if (where.isValue) return (node.enum || []).filter((word) => typeof word === "string" && word.startsWith(where.word) && word !== where.word).map((word) => ({ word, insert: word, means: "" }));
    if (!where.word) return [];
    const keys = [node, ...(node.anyOf || [])].flatMap((one) => Object.entries(one.properties || {}));
    return keys.filter(([key]) => key.startsWith(where.word) && key !== where.word)
      .map(([key, of]) => ({ word: key, insert: key + (of.properties ? ": {" : ": "), means: (of.description || Object.keys(of.properties || {}).join(", ")).split(" Source:")[0] }));
  }

  function offer(text) {
    offers = find(place(text)).slice(0, 8);
    active = 0;
    show(text);
  }

  function show(text) {
    const list = byId("keys");
    list.hidden = offers.length === 0;
    list.replaceChildren(...offers.map((one, i) => {
      const item = make("li");
      item.id = "key-" + i;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", i === active);
      item.append(make("b", one.word), make("span", " " + one.means));
      item.addEventListener("mousedown", (event) => { event.preventDefault(); active = i; take(text); });
      return item;
    }));
    if (offers.length) text.setAttribute("aria-activedescendant", "key-" + active); else text.removeAttribute("aria-activedescendant");
  }

  function take(text) {
    const word = place(text).word, end = text.selectionStart;
    text.setRangeText(offers[active].insert, end - word.length, end, "end");
    offers = [];
    show(text);
    text.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function onKey(event) {
    const text = event.target;
    if (!offers.length) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") active = (active + (event.key === "ArrowDown" ? 1 : offers.length - 1)) % offers.length;
    else if (event.key === "Tab" && !event.shiftKey) { event.preventDefault(); take(text); return; }
    else if (event.key === "Escape") offers = [];
    else return;
    event.preventDefault();
    show(text);
  }

  // What cannot be done with a text that does not hold, or is in force already, cannot be pressed.
  function onChecked(text) {
    const check = document.querySelector("#checked .check"), holds = check && check.dataset.holds === "true", same = check && check.dataset.same === "true";
    ["apply", "shadow", "ask"].forEach((id) => { if (byId(id)) byId(id).disabled = !holds || same || (id === "ask" && asking !== null); });
    document.querySelectorAll("#checked [data-line]").forEach((item) =>
      item.querySelector("button").addEventListener("click", () => goTo(text, Number(item.dataset.line), Number(item.dataset.column))));
    number(text);
  }

  async function ask(text) {
    const box = byId("what-if"), bar = make("progress"), words = make("p", "Reading the journal …");
    asking = new AbortController();
    byId("ask").disabled = true;
    byId("cancel").hidden = false;
    box.hidden = false;
    bar.setAttribute("aria-label", "What-if");
    box.replaceChildren(make("h2", "What it would have changed"), bar, words);
    try {
      const answer = await fetch("/policy/what-if", { method: "POST", body: new URLSearchParams(new FormData(byId("editor"))), signal: asking.signal });
      if (!answer.ok) throw new Error((await answer.json()).detail);
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let read = await reader.read(); !read.done; read = await reader.read()) {
        const events = (rest + read.value).split("\n\n");
        rest = events.pop();
        events.forEach((event) => hear(event, bar, words, box));
      }
    } catch (failed) {
      box.replaceChildren(make("h2", "What it would have changed"), make("p", failed.name === "AbortError" ? "Cancelled." : "Not answered: " + failed.message));
    } finally {
      asking = null;
      byId("cancel").hidden = true;
      onChecked(text);
    }
  }

  function hear(event, bar, words, box) {
    const name = /^event: ?(.*)$/m.exec(event), data = /^data: ?(.*)$/m.exec(event);
    if (!name || !data) return;
    const said = JSON.parse(data[1]);
    if (name[1] === "answer") { box.replaceChildren(make("h2", "What it would have changed"), ...answered(said)); return; }
    bar.max = Math.max(1, said.all);
    bar.value = said.done;
    words.textContent = said.task + ": " + said.done.toLocaleString("en") + " of " + said.all.toLocaleString("en");
  }

  const count = (n) => n.toLocaleString("en");

  function answered(said) {
    if (said.state === "refused") return [make("p", "! " + said.why)];
    const changed = said.requests - said.unchanged;
    const parts = [make("p", (said.state === "cancelled" ? "Cancelled: of a part alone. " : "") + "Decided again: " + count(said.entries) + " entries of the journal; all " + count(said.met)
      + " recorded decisions since " + said.from.slice(0, 16).replace("T", " ") + " came out as they were. Of " + count(said.requests) + " requests " + (changed === 0 ? "none would have gone another way." : count(changed) + " would have gone another way.")),
      make("p", "Replies, flags and reports are held as recorded: who would have answered otherwise nobody knows, so what follows a first change is an estimate.", "note")];
    if (changed > 0) parts.push(table(["Change", "Requests", "By the policy itself", "Knock-on"], said.directions.filter((one) => one.requests > 0).map((one) => [one.name, one.requests, one.first_order, one.requests - one.first_order])));
    if (said.changed.length) parts.push(make("h3", "For example"), table(["Request", "When", "Change", "Was", "Would be"], said.changed.map((one) => [one.request_id, one.at.slice(0, 19).replace("T", " "), one.change, one.recorded_code || "–", one.would_code || "–"]), true));
    return parts;
  }

  function table(heads, rows, hasLinks) {
    const whole = make("table"), head = make("thead"), body = make("tbody"), names = make("tr"), box = make("div", undefined, "scroll");
    heads.forEach((name, i) => { const cell = make("th", name, rows.length && typeof rows[0][i] === "number" ? "n" : ""); cell.scope = "col"; names.append(cell); });
    head.append(names);
    rows.forEach((row) => {
      const line = make("tr");
      row.forEach((value, i) => {
        const cell = make(i === 0 ? "th" : "td", hasLinks && i === 0 ? "" : typeof value === "number" ? count(value) : value, typeof value === "number" ? "n" : "");
        if (i === 0) cell.scope = "row";
        if (hasLinks && i === 0) { const link = make("a", value); link.href = "/story?pool=" + encodeURIComponent(document.body.dataset.pool) + "&id=" + encodeURIComponent(value); cell.append(link); }
        line.append(cell);
      });
      body.append(line);
    });
    whole.append(head, body);
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", heads[0]);
    box.append(whole);
    return box;
  }

  function start() {
    const text = byId("text");
    if (!text) return;
    fetch("/policy/schema").then((answer) => answer.json()).then((read) => { schema = read; }, () => { /* without completion */ });
    number(text);
    text.addEventListener("input", () => { number(text); offer(text); });
    text.addEventListener("scroll", () => { byId("lines").scrollTop = text.scrollTop; });
    text.addEventListener("keydown", onKey);
    text.addEventListener("blur", () => { offers = []; show(text); });
    document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "checked") onChecked(text); });
    if (byId("ask")) byId("ask").addEventListener("click", () => ask(text));
    if (byId("cancel")) byId("cancel").addEventListener("click", () => { if (asking) asking.abort(); });
    byId("editor").addEventListener("submit", (event) => event.preventDefault());
  }

  if (document.readyState === "loading") addEventListener("DOMContentLoaded", start); else start();
})();
