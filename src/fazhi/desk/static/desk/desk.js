// Makes pages handier where JavaScript runs; every page does its whole work without this file.
"use strict";

(() => {
  const each = (root, selector, act) => root.querySelectorAll(selector).forEach(act);

  // Long pickers get a box that narrows their options.
  const narrow = (list) => {
    if (list.dataset.narrowed || list.querySelectorAll("option, input").length < 12) return;
    list.dataset.narrowed = "1";
    const box = document.createElement("input");
    box.type = "search";
    box.className = "narrow";
    box.placeholder = list.dataset.narrow;
    box.setAttribute("aria-label", list.dataset.narrow);
    const picker = document.createElement("span");
    picker.className = "picker";
    list.before(picker);
    picker.append(box, list);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
    box.addEventListener("change", (event) => event.stopPropagation());
    box.addEventListener("input", (event) => {
      event.stopPropagation();
      const words = box.value.trim().toLowerCase();
      const fits = (element) => !words || element.textContent.toLowerCase().includes(words);
      each(list, "option", (option) => { option.hidden = option.value !== "" && !fits(option); });
      each(list, "optgroup", (group) => { group.hidden = ![...group.children].some((option) => !option.hidden); });
      each(list, "label:has(input)", (label) => { label.parentElement.hidden = !fits(label); });
      if (list.tagName === "SELECT" && words) {
        const left = [...list.options].filter((option) => option.value && !option.hidden);
        if (left.length === 1) list.value = left[0].value;
      }
    });
  };

  // Files can be dropped on their field; what was picked is named, and told at once when it is too large.
  const drop = (input) => {
    if (input.closest(".drop")) return;
    const area = document.createElement("div");
    area.className = "drop";
    input.before(area);
    const list = document.createElement("ul");
    list.className = "picked";
    list.hidden = true;
    area.append(input, list);
    area.addEventListener("dragover", (event) => { event.preventDefault(); area.classList.add("over"); });
    area.addEventListener("dragleave", () => area.classList.remove("over"));
    area.addEventListener("drop", (event) => {
      event.preventDefault();
      area.classList.remove("over");
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    input.addEventListener("change", () => {
      list.replaceChildren(...[...input.files].map((file) => {
        const item = document.createElement("li");
        const large = file.size > Number(input.dataset.largest || Infinity);
        item.textContent = `${file.name}（${(file.size / 1048576).toFixed(1)} MB）${large ? "超过上限，不能上传" : ""}`;
        if (large) item.className = "bad";
        return item;
      }));
      list.hidden = !input.files.length;
    });
  };

  // A form that was typed into asks before it is left; a form under way is not sent twice.
  const guard = (form) => {
    const leave = (event) => event.preventDefault();
    form.addEventListener("input", () => window.addEventListener("beforeunload", leave), { once: true });
    form.addEventListener("submit", (event) => {
      window.removeEventListener("beforeunload", leave);
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "1";
    });
    window.addEventListener("pageshow", () => delete form.dataset.sent);
  };

  const dress = (root) => {
    each(root, "[data-narrow]", narrow);
    each(root, "input[type=file][data-drop]", drop);
    each(root, "form[data-guard]", guard);
    // The keyword box asks while one types; its change on leaving would ask again and undo the click that left it.
    each(root, ".filters .keyword input", (box) => box.addEventListener("change", (event) => event.stopPropagation()));
    each(root, "[data-focus]", (element) => element.focus());
  };

  document.addEventListener("DOMContentLoaded", () => dress(document));
  document.addEventListener("htmx:load", (event) => { if (event.target !== document.body) dress(event.target); });

  // Addresses of filtered lists carry only what was chosen.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "get") return;
    const parameters = event.detail.parameters;
    for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form.filters, form.find")) return;
    each(event.target, "input, select", (field) => { if (field.value === "") field.disabled = true; });
  });
  window.addEventListener("pageshow", () => each(document, "form.filters :disabled, form.find :disabled", (field) => { field.disabled = false; }));

  const tell = (words) => {
    const place = document.getElementById("messages");
    if (!place) return;
    const line = document.createElement("p");
    line.className = "flash error";
    line.textContent = words;
    place.replaceChildren(line);
  };

  // A part of a page that could not be fetched: the whole page says why.
  document.addEventListener("htmx:responseError", (event) => {
    if (event.detail.requestConfig.verb === "get") location.assign(event.detail.pathInfo.finalRequestPath);
  });
  document.addEventListener("htmx:sendError", () => tell("网络不通，没有取到内容。请检查网络后重试。"));

  // Typing is a sign of life: the session of somebody who writes a long report must not end meanwhile.
  let told = Date.now();
  document.addEventListener("input", async () => {
    const address = document.body.dataset.alive;
    if (!address || Date.now() - told < 4 * 60 * 1000) return;
    told = Date.now();
    try {
      const answer = await fetch(address, { redirect: "manual", cache: "no-store" });
      if (answer.status !== 204) tell("登录已超时。请先复制已填的内容，在新窗口登录后再提交。");
    } catch {
      tell("网络不通，暂时不能提交。请保留本页，网络恢复后再提交。");
    }
  });

  // Menus close on a click beside them and on Escape.
  const close = (except) => each(document, "details.dropdown[open], details.confirm[open]", (menu) => { if (menu !== except) menu.open = false; });
  document.addEventListener("click", (event) => close(event.target.closest("details.dropdown, details.confirm")));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const open = document.activeElement?.closest("details[open]");
      close(null);
      open?.querySelector("summary")?.focus();
    }
    // "/" leads to the search box from anywhere but a field
    if (event.key === "/" && !event.target.closest("input, textarea, select")) {
      const find = document.getElementById("find");
      if (find) { event.preventDefault(); find.focus(); find.select(); }
    }
  });
})();
