export * from "./areas";
export * from "./city";
export * from "./classes";
export * from "./people";
export * from "./sign-in-attempts";
export * from "./tickets";
