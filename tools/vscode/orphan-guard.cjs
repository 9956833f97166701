// Preloaded into the server and everything it forks: leave once the parent is gone, also when it was killed outright.
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) process.exit(0);
}, 1000).unref();
