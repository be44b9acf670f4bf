/** SQL files are imported as text, so that the compiled binary carries them. */
declare module "*.sql" {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: this is what an import of a text file is.
  export default text;
}
