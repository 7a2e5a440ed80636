// What the build makes of KERN; see kern.ts beside the Vite configuration.
declare module "virtual:kern-tokens" {
  const css: string;
  export default css;
}
declare module "virtual:kern-parts" {
  const css: string;
  export default css;
}
declare module "virtual:kern-icons" {
  const paths: Record<string, string>;
  export default paths;
}
