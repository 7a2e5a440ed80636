// What other pages load: `<script type="module" src="…/static/widget.js"></script>`. A page that
// has no <aktenlotse-chat> of its own gets one with a button; `data-…` of the script are its attributes.
import "./chat";

const script = [...document.scripts].find(({ src }) => src === import.meta.url);

if (script && !document.querySelector("aktenlotse-chat")) {
  const chat = document.createElement("aktenlotse-chat");
  for (const { name, value } of script.attributes) {
    if (name.startsWith("data-")) chat.setAttribute(name.slice("data-".length), value);
  }
  document.body.append(chat);
}
