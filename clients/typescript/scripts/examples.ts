/** Serves the examples at http://127.0.0.1:8000/examples/html/ and /examples/react/, until Ctrl-C: `npm start`. */
import { fileURLToPath } from "node:url";
import { type BuildOptions, context } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The options that bundle the example in React. */
export const REACT_EXAMPLE = {
  absWorkingDir: root,
  entryPoints: ["examples/react/main.tsx"],
  outdir: "examples/react/dist",
  bundle: true,
  format: "esm",
  jsx: "automatic",
  write: false,
  define: { "process.env.NODE_ENV": '"production"' },
} satisfies BuildOptions;

if (import.meta.main) {
  const server = await (await context(REACT_EXAMPLE)).serve({ servedir: root, host: "127.0.0.1", port: 8000 });
  console.log(`http://127.0.0.1:${server.port}/examples/html/`);
  console.log(`http://127.0.0.1:${server.port}/examples/react/`);
}
