// Pages work without this. It shows the button that prints, and leads keyboards and screen readers to what is wrong.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
document.querySelector(".summary[role=alert][tabindex]")?.focus();
