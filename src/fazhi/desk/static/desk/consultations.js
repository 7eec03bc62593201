// Answering opinions at the keyboard. Without JavaScript ticks and buttons do the same.
"use strict";

(() => {
  const form = document.getElementById("answer-form");
  if (!form) return;
  const rows = () => [...document.querySelectorAll("#results tbody tr")];
  const tickOf = (row) => row.querySelector('input[name="seq"]');
  const picked = form.querySelector("[data-picked]");
  let here = -1;

  const count = () => {
    const n = document.querySelectorAll('input[name="seq"]:checked').length;
    picked.textContent = n ? `${n} 条` : "";
  };
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all.forEach((row) => row.classList.remove("here"));
    here = Math.min(all.length - 1, Math.max(0, here + step));
    all[here].classList.add("here");
    all[here].scrollIntoView({ block: "center" });
  };
  const choose = (number) => {
    const radio = form.querySelectorAll('input[name="fate"]')[number - 1];
    if (radio) radio.checked = true;
  };
  const toggle = () => {
    const tick = rows()[here] && tickOf(rows()[here]);
    if (tick) { tick.checked = !tick.checked; count(); }
  };

  document.addEventListener("change", (event) => { if (event.target.name === "seq") count(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form.contains(event.target)) { form.requestSubmit(); return; }
    const typing = event.target.closest("input:not([type=checkbox],[type=radio]), textarea, select");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(1);
    else if (key === "k") go(-1);
    else if (key === "x") toggle();
    else if ("1234".includes(key)) choose(Number(key));
    else if (key === "r") { event.preventDefault(); form.querySelector("[data-reason]").focus(); }
  });
  form.querySelector(".keys").hidden = false;

  // 全选本页: a box in the heading, which only makes sense where scripts run.
  const dress = () => {
    const head = document.querySelector("#results thead th");
    if (!head || head.querySelector("input")) return;
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-label", "选本页全部");
    all.addEventListener("change", () => {
      rows().map(tickOf).forEach((tick) => { if (tick) tick.checked = all.checked; });
      count();
    });
    head.replaceChildren(all);
  };
  dress();
  count();
  document.addEventListener("htmx:afterSwap", () => { here = -1; dress(); count(); });
})();
