// Notes on the document whether a run of the page script has been asked for and has not ended yet: the app itself shows
// that it is running only once the server has answered.
(asked, ended, endedForAnother) => {
  const valueOf = (bytes, wanted) => {
    let at = 0;
    const number = () => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = bytes[at++];
        value += (byte & 127) * 2 ** shift;
        if (byte < 128) return value;
      }
    };
    while (at < bytes.length) {
      const tag = number(), kind = tag & 7;
      const value = kind === 0 || kind === 2 ? number() : 0; // a number, or the length of what follows
      if (Math.floor(tag / 8) === wanted) return value;
      at += { 0: 0, 1: 8, 2: value, 5: 4 }[kind];
    }
    return null;
  };
  const note = (state) => { document.documentElement.dataset.run = state; };
  const send = WebSocket.prototype.send;
  const listening = new WeakSet();
  WebSocket.prototype.send = function (content) {
    if (!listening.has(this)) {
      listening.add(this);
      this.addEventListener("message", (event) => {
        const state = valueOf(new Uint8Array(event.data), ended);
        if (state !== null && state !== endedForAnother) note("ended");
      });
    }
    if (content instanceof Uint8Array && valueOf(content, asked) !== null) note("asked");
    return send.call(this, content);
  };
}
