"use strict";
// Sorting, filtering and the details of a site. Text from the examined files only ever becomes text: no markup is made
// of strings here.
(() => {
  const CHUNK = 150;
  const root = document.documentElement;
  const data = JSON.parse(document.getElementById("data").textContent);
  const { sites, strings, facets } = data;
  const text = index => index === undefined || index < 0 ? "" : strings[index];
  const make = (tag, attributes = {}, ...children) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...children.filter(child => child !== null && child !== ""));
    return element;
  };

  // ---- colours and printing

  for (const radio of document.getElementsByName("theme")) {
    radio.checked = radio.value === (root.dataset.theme ?? "");
    radio.addEventListener("change", () => {
      if (radio.value) root.dataset.theme = radio.value;
      else delete root.dataset.theme;
      try {
        if (radio.value) localStorage.setItem("assay-theme", radio.value);
        else localStorage.removeItem("assay-theme");
      } catch { /* kept for this visit only */ }
    });
  }
  document.getElementById("print").addEventListener("click", () => window.print());
  document.querySelector("[data-jump]").addEventListener("click", event => {
    event.preventDefault();
    document.getElementById("sites").focus();
  });

  const table = document.getElementById("table");
  if (!table) {
    root.classList.add("ready");
    return;
  }
  const body = table.tBodies[0];
  const columns = table.tHead.rows[0].cells.length;
  const form = document.getElementById("filter");
  const shown = document.getElementById("shown");
  const menus = facets.map((facet, index) => ({ ...facet, index, menu: form.elements.namedItem(facet.name) }));

  // ---- lines: taken out of the table once, put back as far as they are looked at

  const lines = Array.from(body.rows, (row, index) => ({ row, index, site: sites[index], detail: null }));
  const byId = new Map(lines.map(line => [line.site.id, line]));
  body.replaceChildren();
  for (const line of lines) {
    const button = make("button", { type: "button", "aria-expanded": "false",
      "aria-label": "Details of " + text(line.site.place) });
    line.row.cells[0].append(button);
    line.row.id = "site-" + line.site.id;
    line.button = button;
  }
  let wanted = [];
  let placed = 0;
  const rest = make("tr", { class: "rest" }, make("td", { colspan: columns }, "…"));
  const seen = new IntersectionObserver(entries => {
    if (entries.some(entry => entry.isIntersecting)) place(CHUNK * 2);
  }, { rootMargin: "1200px" });

  function place(count) {
    const until = Math.min(wanted.length, placed + count);
    const rows = [];
    for (; placed < until; placed++) {
      rows.push(wanted[placed].row);
      if (wanted[placed].detail) rows.push(wanted[placed].detail);
    }
    rest.remove();
    body.append(...rows);
    seen.disconnect();
    if (placed < wanted.length) {
      body.append(rest);
      seen.observe(rest);
    }
  }

  // ---- what is wanted: the part of the address behind #

  let state = new URLSearchParams(document.body.dataset.begin);

  function read() {
    const hash = location.hash.slice(1);
    state = new URLSearchParams(hash === "" ? document.body.dataset.begin : hash);
    form.elements.q.value = state.get("q") ?? "";
    render();
    const line = byId.get(state.get("site"));
    if (line) show(line);
  }

  function write(name, value, keep) {
    const next = new URLSearchParams(state);
    next.delete("site");
    if (value === "" || value === null) next.delete(name);
    else next.set(name, value);
    state = next;
    // An empty filter differs from none where a page begins with one.
    const hash = "#" + (next.toString() || (document.body.dataset.begin ? "all" : ""));
    history[keep ? "replaceState" : "pushState"](null, "", hash);
    render();
  }

  const haystack = line => line.text ??= [line.site.place, line.site.function, line.site.symbol, line.site.entry,
    line.site.message, line.site.finding, line.site.location, line.site.at, line.site.image,
    ...(line.site.aliases ?? []), ...(line.site.roots ?? []), ...(line.site.chain ?? []),
    ...(line.site.justification ?? []), ...(line.site.commit ?? [])]
    .map(text).concat(line.site.id, line.site.facets.map((value, index) => facets[index].values[value]))
    .join("\n").toLowerCase();

  function render() {
    const words = (state.get("q") ?? "").toLowerCase().split(/\s+/).filter(word => word);
    const chosen = menus.map(menu => {
      const value = state.get(menu.name);
      // A value may hold a comma itself.
      return value === null ? null : new Set([value, ...value.split(",")].map(each => menu.values.indexOf(each)));
    });
    const counts = menus.map(menu => new Array(menu.values.length).fill(0));
    wanted = [];
    for (const line of lines) {
      if (!words.every(word => haystack(line).includes(word))) continue;
      let misses = 0;
      let missed = -1;
      for (let i = 0; i < chosen.length && misses < 2; i++) {
        if (chosen[i] !== null && !chosen[i].has(line.site.facets[i])) {
          misses++;
          missed = i;
        }
      }
      if (misses === 0) wanted.push(line);
      // A menu says how many sites each of its choices would give beside the other filters.
      if (misses === 0) for (let i = 0; i < counts.length; i++) counts[i][line.site.facets[i]]++;
      else if (misses === 1) counts[missed][line.site.facets[missed]]++;
    }
    sort();
    placed = 0;
    body.replaceChildren();
    place(CHUNK);
    if (wanted.length === 0) body.append(make("tr", { class: "rest" }, make("td", { colspan: columns }, "No site fits this filter.")));
    shown.textContent = wanted.length === lines.length ? `${lines.length}` : `${wanted.length} of ${lines.length}`;
    menus.forEach((menu, i) => fill(menu, chosen[i], counts[i]));
    form.classList.toggle("active", words.length > 0 || chosen.some(each => each !== null));
    for (const area of document.querySelectorAll(".map svg a")) {
      const fits = ["crate", "kind"].every(name => {
        const menu = menus.findIndex(each => each.name === name);
        return chosen[menu] === null || area.dataset[name] !== undefined
          && chosen[menu].has(facets[menu].values.indexOf(area.dataset[name]));
      });
      area.classList.toggle("off", !fits);
    }
  }

  function fill(menu, chosen, counts) {
    if (!menu.menu) return;
    const all = menu.menu.options[0];
    const options = menu.values.map((value, i) => {
      const option = make("option", { value }, `${value || "–"}  (${counts[i]})`);
      option.disabled = counts[i] === 0 && !chosen?.has(i);
      return option;
    });
    const given = state.get(menu.name);
    if (given !== null && !menu.values.includes(given)) {
      options.push(make("option", { value: given }, given.replaceAll(",", ", ")));
    }
    menu.menu.replaceChildren(all, ...options);
    menu.menu.value = given ?? "";
    menu.menu.classList.toggle("chosen", given !== null);
  }

  // ---- order

  function sort() {
    const [, down, name] = /^(-?)(.*)$/.exec(state.get("sort") ?? "");
    const facet = facets.findIndex(each => each.name === name);
    if (facet >= 0) wanted.sort((a, b) => a.site.facets[facet] - b.site.facets[facet] || a.index - b.index);
    else if (name === "function" || name === "place") {
      wanted.sort((a, b) => collator.compare(text(a.site[name]), text(b.site[name])) || a.index - b.index);
    }
    if (down) wanted.reverse();
    for (const head of table.tHead.rows[0].cells) {
      if (head.dataset.sort === name) head.setAttribute("aria-sort", down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  // Line 9 before line 10, in every language.
  const collator = new Intl.Collator("en", { numeric: true });

  for (const head of table.tHead.querySelectorAll("[data-sort]")) {
    const button = make("button", { type: "button" }, head.textContent);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") === "ascending";
      write("sort", (up ? "-" : "") + head.dataset.sort, true);
    });
  }

  // ---- the filter

  let typing = 0;
  form.elements.q.addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => write("q", form.elements.q.value.trim(), true), lines.length > 3000 ? 150 : 40);
  });
  for (const { menu, name } of menus) menu?.addEventListener("change", () => write(name, menu.value));
  form.addEventListener("submit", event => event.preventDefault());
  form.addEventListener("reset", event => {
    event.preventDefault();
    const next = new URLSearchParams();
    if (state.has("sort")) next.set("sort", state.get("sort"));
    state = next;
    form.elements.q.value = "";
    write("q", "");
  });
  window.addEventListener("hashchange", read);
  window.addEventListener("popstate", read);

  // ---- details

  function show(line) {
    const index = wanted.indexOf(line);
    if (index < 0) return;
    if (index >= placed) place(index + 1 - placed);
    if (!line.detail) open(line);
    line.row.scrollIntoView({ block: "center" });
    line.button.focus({ preventScroll: true });
  }

  function open(line) {
    const id = "detail-" + line.site.id;
    line.detail = make("tr", { class: "detail", id }, make("td", { colspan: columns }, details(line)));
    line.row.after(line.detail);
    line.row.classList.add("is-open");
    line.button.setAttribute("aria-expanded", "true");
    line.button.setAttribute("aria-controls", id);
  }

  function close(line) {
    line.detail.remove();
    line.detail = null;
    line.row.classList.remove("is-open");
    line.button.setAttribute("aria-expanded", "false");
    line.button.removeAttribute("aria-controls");
  }

  body.addEventListener("click", event => {
    const row = event.target.closest("tr");
    if (!row || row.classList.contains("detail") || event.target.closest("a")) return;
    const line = lines.find(each => each.row === row);
    if (!line || String(window.getSelection())) return;
    if (line.detail) close(line);
    else open(line);
  });
  body.addEventListener("keydown", event => {
    const step = { ArrowDown: 1, ArrowUp: -1, j: 1, k: -1 }[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey || !event.target.matches(".open button")) return;
    const at = wanted.findIndex(line => line.button === event.target);
    if (at + step >= placed) place(CHUNK);
    const next = wanted[at + step];
    if (next) {
      event.preventDefault();
      next.button.focus();
    }
  });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !event.target.closest("input, select, textarea")) {
      event.preventDefault();
      form.elements.q.focus();
    } else if (event.key === "Escape" && event.target === form.elements.q) {
      form.elements.q.value = "";
      write("q", "", true);
    }
  });

  function details(line) {
    const site = line.site;
    const reading = make("div", { class: "reading" });
    const facts = make("div", { class: "about" });
    if (site.source) reading.append(part("source", source(site.source)));
    if (site.justification) {
      const [mark, words, where] = site.justification.map(text);
      reading.append(part("justification", make("blockquote", {}, make("b", {}, mark + " "), words,
        make("cite", {}, where))));
    }
    if (site.way) reading.append(part("way from a root", way(site)));
    if (site.roots?.length > (site.way ? 3 : 0)) {
      reading.append(part(site.way ? "other roots" : "reached from", roots(site, site.way ? 3 : 0)));
    }
    // The end of a way is the chain, the other way round.
    if (site.chain && !site.way) reading.append(part("inline chain", frames(site.chain)));
    const rows = [];
    const fact = (name, ...value) => value.some(each => each !== "" && each !== null)
      && rows.push(make("dt", {}, name), make("dd", {}, ...value));
    fact("finding", text(site.finding));
    fact("function", text(site.function));
    fact("message", site.message === undefined ? "" : "“" + text(site.message) + "”");
    fact("location", text(site.location) || (site.nowhere === undefined ? "none is passed"
      : make("b", { class: "doubt" }, "unknown: " + text(site.nowhere))));
    if (site.origin) fact("origin", frames(site.origin));
    fact("panics by", text(site.entry));
    if (site.commit) {
      const [id, author, date, subject] = site.commit.map(text);
      fact("introduced", make("code", {}, id ? id.slice(0, 12) : "not committed"), " " + subject, make("br"),
        make("small", {}, author + ", " + date.slice(0, 10)));
    }
    fact("image", text(site.image));
    fact("at", make("code", {}, text(site.at)));
    fact("symbol", make("code", {}, text(site.symbol)));
    if (site.aliases) fact("also", ...site.aliases.map(each => make("code", {}, text(each))));
    fact("fingerprint", make("code", {}, site.id), copy(site.id, "fingerprint"), " ",
      make("a", { href: "#site=" + encodeURIComponent(site.id) }, "link"));
    facts.append(make("dl", {}, ...rows));
    if (site.commands) facts.append(part("check it", make("ul", { class: "commands" }, ...site.commands.map(each =>
      make("li", {}, make("code", {}, text(each)), copy(text(each), "command"))))));
    const whole = make("div", { class: "details" }, reading, facts);
    if (!reading.hasChildNodes()) reading.remove();
    return whole;
  }

  const part = (title, content) => make("section", {}, make("h3", {}, title), content);

  function source(place) {
    const code = make("code");
    place.lines.forEach((content, i) => {
      const number = place.first + i;
      const here = number === place.line;
      code.append(make("span", here ? { class: "here" } : {}, make("i", {}, String(number).padStart(5)), " " + content + "\n"));
      if (here && place.column > 0) {
        code.append(make("span", { class: "caret" }, make("i", {}, "     "), " " + " ".repeat(place.column - 1) + "^\n"));
      }
    });
    const inside = place.inside.map(text).join(", ");
    return make("figure", {}, make("figcaption", {}, `${text(place.file)}:${place.line}${inside ? " · in " + inside : ""}`),
      make("pre", { tabindex: "0" }, code));
  }

  function frames(list) {
    const items = [];
    for (let i = 0; i < list.length; i += 2) {
      items.push(make("li", {}, make("b", {}, text(list[i])), make("small", {}, text(list[i + 1]))));
    }
    return items.length === 1 ? make("span", { class: "frame" }, ...items[0].childNodes) : make("ol", { class: "frames" }, ...items);
  }

  function way(site) {
    const items = [];
    if (site.roots.length) items.push(make("li", { class: "root" }, make("b", {}, text(site.roots[0])),
      make("small", {}, text(site.roots[1]) + (site.rootCount > 1 ? `, one of ${site.rootCount} roots` : ""))));
    for (let i = 0; i < site.way.length; i += 6) {
      const [name, where, via, image, known, inlined] = site.way.slice(i, i + 6);
      const note = [inlined ? "inlined" : "", text(via), image < 0 ? "" : "in " + text(image)].filter(each => each).join(" · ");
      items.push(make("li", { class: (inlined ? "inlined " : "") + (known ? "" : "unknown") }, make("b", {}, text(name)),
        make("small", {}, text(where)), note && make("em", {}, note)));
    }
    return make("ol", { class: "way" }, ...items);
  }

  function roots(site, from) {
    const items = [];
    for (let i = from; i < site.roots.length; i += 3) {
      items.push(make("li", {}, make("b", {}, text(site.roots[i])),
        make("small", {}, [text(site.roots[i + 1]), text(site.roots[i + 2])].filter(each => each).join(" · "))));
    }
    const more = site.rootCount - site.roots.length / 3;
    if (more > 0) items.push(make("li", {}, make("small", {}, `and ${more} more`)));
    return make("ul", { class: "frames" }, ...items);
  }

  function copy(what, name) {
    const button = make("button", { type: "button", class: "copy", "aria-label": "Copy the " + name }, "copy");
    button.addEventListener("click", async () => {
      let done = true;
      try {
        await navigator.clipboard.writeText(what);
      } catch {
        const area = make("textarea", { class: "hidden" });
        area.value = what;
        document.body.append(area);
        area.select();
        done = document.execCommand("copy");
        area.remove();
        button.focus();
      }
      button.textContent = done ? "copied" : "not copied";
      setTimeout(() => button.textContent = "copy", 1500);
    });
    return button;
  }

  // ---- paper wants all of it

  window.addEventListener("beforeprint", () => place(wanted.length));
  const bar = document.querySelector(".bar");
  new ResizeObserver(() => root.style.setProperty("--bar", bar.offsetHeight + "px")).observe(bar);
  read();
  root.classList.add("ready");
})();
