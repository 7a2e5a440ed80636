"use strict";
// Search and filter of the questions. Without this file the page shows all of them.
const form = document.querySelector("#search");
if (form) {
  form.hidden = false;
  const said = document.querySelector("#matches");
  const questions = [...document.querySelectorAll("details.question")];
  const texts = new Map(questions.map((each) => [each, each.textContent.toLowerCase()]));
  const filter = () => {
    const wanted = form.elements.words.value.toLowerCase().split(/\s+/).filter(Boolean);
    const ended = form.elements.ended.value;
    let shown = 0;
    for (const each of questions) {
      const fits = (!ended || each.dataset.ended === ended) && wanted.every((word) => texts.get(each).includes(word));
      each.hidden = !fits;
      shown += fits;
    }
    said.textContent = `${shown} von ${questions.length} Fragen`;
  };
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  filter();
}
