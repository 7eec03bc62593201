// Sitting an exam where JavaScript runs: answers are saved as they are chosen, the time left runs on the page. Without
// it every button of the page saves. The server keeps the time; this only shows it.
"use strict";

(() => {
  const form = document.querySelector("form[data-save]");
  const said = document.querySelector("[data-saved]");
  const clock = document.querySelector("[data-left]");

  const show = (left) => {
    const minutes = Math.floor(left / 60);
    clock.textContent = `${minutes} 分 ${String(left % 60).padStart(2, "0")} 秒`;
    clock.parentElement.classList.toggle("soon", left < 300);
  };

  if (clock) {
    let ends = performance.now() + Number(clock.dataset.left) * 1000;
    clock.addEventListener("left", (event) => { ends = performance.now() + event.detail * 1000; });
    const tick = () => {
      const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
      show(left);
      if (left) return;
      clearInterval(timer);
      location.assign(clock.dataset.end);
    };
    const timer = setInterval(tick, 1000);
  }

  const mark = () => {
    const chosen = form.querySelector("input[name=letters]:checked") !== null;
    const here = form.querySelector(".answer-card .current");
    if (!here) return;
    here.classList.toggle("answered", chosen);
    here.setAttribute("aria-label", `第 ${here.value} 题，${chosen ? "已答" : "未答"}`);
    const count = form.querySelector("[data-answered]");
    if (count) count.textContent = form.querySelectorAll(".answer-card .answered").length;
  };

  // One after the other: of two changes in quick succession the later one must arrive last.
  let queue = Promise.resolve();
  const save = async () => {
    const data = new FormData(form);
    said.textContent = "正在保存";
    try {
      const answer = await fetch(location.href, { method: "POST", body: data, headers: { "X-Saving": "1" }, redirect: "manual" });
      if (answer.status === 409) {
        said.textContent = (await answer.json()).say;
        setTimeout(() => location.assign(clock.dataset.end), 3000);
      } else if (answer.ok) {
        const kept = await answer.json();
        said.textContent = `已保存 ${kept.at}`;
        clock.dispatchEvent(new CustomEvent("left", { detail: kept.left }));
        mark();
      } else {
        said.textContent = "没有保存，请点“保存，下一题”重试";
      }
    } catch {
      said.textContent = "网络不通，没有保存，请点“保存，下一题”重试";
    }
  };
  if (form && said) {
    let waiting = 0;
    form.addEventListener("change", () => {
      waiting += 1;
      queue = queue.then(save).then(() => { waiting -= 1; });
    });
    // Leaving waits for what is on its way, so that an older choice never arrives after the last.
    form.addEventListener("submit", (event) => {
      if (!waiting) return;
      event.preventDefault();
      const by = event.submitter;
      queue.then(() => form.requestSubmit(by));
    });
  }

  // The paper's rule: how many questions and marks it comes to.
  const total = document.querySelector("[data-paper-total]");
  if (total) {
    const add = () => {
      let count = 0;
      let marks = 0;
      document.querySelectorAll(".paper-rules input").forEach((input) => {
        const kind = ["judgement", "single", "multiple"].find((each) => input.name.includes(`_${each}_`));
        const worth = Number(document.querySelector(`input[name=marks_${kind}]`)?.value || 0);
        const number = Number(input.value || 0);
        count += number;
        marks += number * worth;
      });
      const [questions, full] = total.querySelectorAll("b");
      questions.textContent = count;
      full.textContent = Math.round(marks * 100) / 100;
    };
    total.hidden = false;
    document.querySelector(".paper-form").addEventListener("input", add);
    add();
  }
})();
