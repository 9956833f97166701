/** How long something may take: as long as whoever runs the checks allows, since machines are slow at times. */
export const patienceMs = Number(process.env.AFD_LENS_PATIENCE_MS ?? 60_000);
