/** A route as Elysia lists it. */
export interface ListedRoute {
  readonly method: string;
  readonly path: string;
}

/**
 * Makes the answer to "which methods has this path?", for 405 and `Allow`: Elysia answers a wrong
 * method as if the path did not exist.
 */
export function routeMethods(routes: () => readonly ListedRoute[]): (path: string) => string[] {
  let table: { readonly pattern: RegExp; readonly method: string }[] | null = null;
  return (path) => {
    table ??= routes().map(({ method, path: template }) => ({
      method,
      pattern: patternOf(template),
    }));
    const methods = new Set<string>();
    for (const { pattern, method } of table) if (pattern.test(path)) methods.add(method);
    // Elysia answers HEAD wherever there is a GET.
    if (methods.has("GET")) methods.add("HEAD");
    return [...methods].sort();
  };
}

/** `/hooks/:token/*` as a pattern; a slash at the end is optional, as in Elysia. */
function patternOf(template: string): RegExp {
  const source = template
    .split("/")
    .map((part) => {
      if (part === "*") return ".*";
      return part.startsWith(":") ? "[^/]+" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
    })
    .join("/");
  return new RegExp(`^${source.replace(/\/$/, "")}/?$`);
}
