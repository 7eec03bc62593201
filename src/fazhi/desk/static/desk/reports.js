// The section editor: figures are inserted where the cursor stands; what was typed survives a closed tab or a lost
// session in this tab only (never beyond it: offices share machines). Everything works without this file.
"use strict";

(() => {
  const start = () => {
    document.documentElement.classList.add("with-scripts");
    const form = document.getElementById("write");
    const text = form?.querySelector("textarea[name=body]");
    if (!text) return;

    const show = (root) => root.querySelectorAll("[data-insert][hidden]").forEach((button) => { button.hidden = false; });
    show(document);
    document.addEventListener("htmx:afterSwap", (event) => show(event.target.parentElement || document));

    // The place is remembered: a click on a button takes the focus away.
    let place = text.value.length;
    const remember = () => { place = text.selectionEnd; };
    ["keyup", "click", "select", "input", "blur"].forEach((kind) => text.addEventListener(kind, remember));
    document.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (!button) return;
      const insert = button.dataset.insert;
      text.setRangeText(insert, place, place, "end");
      place += insert.length;
      text.focus();
      text.setSelectionRange(place, place);
      text.dispatchEvent(new Event("input", { bubbles: true }));
    });

    const key = form.dataset.kept;
    const first = text.value;
    const notice = form.querySelector(".kept");
    const kept = sessionStorage.getItem(key);
    if (kept !== null && kept !== first && !document.getElementById("clash")) {
      notice.hidden = false;
      notice.querySelector("[data-restore]").addEventListener("click", () => {
        text.value = kept;
        notice.hidden = true;
        text.dispatchEvent(new Event("input", { bubbles: true }));
      });
      notice.querySelector("[data-discard]").addEventListener("click", () => {
        sessionStorage.removeItem(key);
        notice.hidden = true;
      });
    }
    text.addEventListener("input", () => sessionStorage.setItem(key, text.value));
    form.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === "s") {
        event.preventDefault();
        form.requestSubmit(form.querySelector("button.primary"));
      }
    });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
