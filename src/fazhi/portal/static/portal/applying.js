// The form works without this. It adds what only a script can: where the telephone is, once asked for by a button, and
// the proof of work that takes the place of the small sum.
const part = document.querySelector("[data-position-part]");
if (part && "geolocation" in navigator) {
  const said = part.querySelector("[data-position-said]");
  part.hidden = false;
  part.querySelector("[data-position-ask]").addEventListener("click", () => {
    said.textContent = "正在读取位置……";
    navigator.geolocation.getCurrentPosition(
      (found) => {
        const { latitude, longitude } = found.coords;
        document.querySelector("[data-position]").value = `${latitude.toFixed(6)},${longitude.toFixed(6)}`;
        said.textContent = "已附上位置。地址也请写一下。";
      },
      () => { said.textContent = "没有读到位置，写清楚地址就可以。"; },
      { timeout: 15000, maximumAge: 60000 },
    );
  });
}

const proof = document.querySelector("[data-proof]");
const question = document.querySelector("[data-question]");
if (proof && window.Worker) {
  const form = proof.form;
  const working = document.querySelector("[data-working]");
  let waiting = false;
  const giveUp = () => { question.hidden = false; working.hidden = true; };
  question.hidden = true;
  try {
    const worker = new Worker(proof.dataset.worker);
    worker.onmessage = (event) => {
      proof.value = event.data;
      working.hidden = true;
      if (waiting) form.requestSubmit ? form.requestSubmit() : form.submit();
    };
    worker.onerror = giveUp;
    worker.postMessage([proof.dataset.challenge, Number(proof.dataset.bits)]);
    form.addEventListener("submit", (event) => {
      const elsewhere = event.submitter && event.submitter.name === "to" && event.submitter.value !== "next";
      if (proof.value || elsewhere || !question.hidden) return;
      event.preventDefault();
      waiting = true;
      working.hidden = false;
    });
    setTimeout(() => { if (!proof.value) giveUp(); }, 30000);
  } catch { giveUp(); }
}
