"""A progress bar for a network with many outputs: Keras's own would show all 36 losses."""

import keras


class Progress(keras.callbacks.Callback):
    """Shows the total loss and the validation mAP of each epoch."""

    def on_epoch_begin(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Start a bar."""
        print(f"Epoch {epoch + 1}/{self.params['epochs']}")
        self._bar = keras.utils.Progbar(self.params["steps"])
        self._seen = 0

    def on_train_batch_end(self, batch: int, logs: dict[str, float] | None = None) -> None:
        """Advance the bar."""
        self._seen = batch + 1
        self._bar.update(self._seen, [("loss", (logs or {}).get("loss", 0.0))], finalize=False)

    def on_epoch_end(self, epoch: int, logs: dict[str, float] | None = None) -> None:
        """Finish the bar with the epoch's figures."""
        values = [(key, (logs or {})[key]) for key in ("loss", "validation_map") if key in (logs or {})]
        self._bar.update(self._seen, values, finalize=True)
