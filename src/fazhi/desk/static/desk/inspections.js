/* Signing with a finger. Without this script the pad stays hidden, and the page asks for a photo of the paper. */
(() => {
  const pad = document.querySelector("[data-signature]");
  const kept = document.querySelector("input[name=signature]");
  if (!pad || !kept) return;
  const canvas = pad.querySelector("canvas");
  const pen = canvas.getContext("2d");
  let drawing = false;
  pad.hidden = false;
  pen.lineWidth = 4;
  pen.lineCap = "round";
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) * canvas.width) / box.width, ((event.clientY - box.top) * canvas.height) / box.height];
  };
  canvas.addEventListener("pointerdown", (event) => {
    drawing = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener("pointerup", () => {
    drawing = false;
    kept.value = canvas.toDataURL("image/png");
  });
  pad.querySelector("[data-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    kept.value = "";
  });
})();
