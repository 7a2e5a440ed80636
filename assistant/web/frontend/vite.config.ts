// Builds the pages into ../static. Addresses are relative to the page, so that the whole
// application also works below a path such as /aktenlotse/.
import { defineConfig } from "vite";
import { kern, ownSizes, pdfParts } from "./kern.ts";
import { pageFiles, pages } from "./pages.ts";

export default defineConfig({
  plugins: [kern(), pdfParts(), pages()],
  css: { postcss: { plugins: [ownSizes] } },
  experimental: {
    renderBuiltUrl: (file, { hostType }) => (hostType === "html" ? `static/${file}` : { relative: true }),
  },
  build: {
    outDir: "../static",
    emptyOutDir: true,
    target: "es2022",
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000, // pdf.js, which only comes with the first original
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: { widget: "src/widget.ts", ...pageFiles },
      output: {
        entryFileNames: "[name].js", // a stable name: other pages embed the chat as widget.js
        chunkFileNames: "[name]-[hash].js",
        assetFileNames: "[name]-[hash][extname]",
      },
    },
  },
});
