// Builds the two pages into ../static. Addresses are relative to the page, so that
// the whole application also works below a path such as /aktenlotse/.
import { defineConfig } from "vite";

export default defineConfig({
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `static/${file}` : { relative: true }),
  },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: { chat: "index.html", documents: "redaktion.html" },
      output: {
        entryFileNames: "[name].js", // a stable name: other pages embed the chat by it
        chunkFileNames: "common-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
