/** Files that are imported `with { type: "file" }`: the import is a path that Bun can read. */
declare module "swagger-ui-dist/*" {
  const path: string;
  // biome-ignore lint/style/noDefaultExport: that is what Bun makes of such an import.
  export default path;
}
