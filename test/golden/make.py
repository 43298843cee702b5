"""Writes golden vectors for the engine's tests: PyTorch in float64, see README.md.

The loop over timesteps is written out, because `nn.LSTM` and its kin cannot retain the gradient of each h_t and c_t;
`check` asserts that it agrees with `nn.RNN`, `nn.LSTM` and `nn.GRU`.
"""

import json
import pathlib
import struct

import torch
from torch import nn

from variants import variant_cases

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)

V, E, H, B, T = 11, 6, 5, 3, 7
GATES = {"rnn_tanh": "", "rnn_relu": "", "lstm": "ifgo", "gru": "rzn"}
HERE = pathlib.Path(__file__).parent


class Model(nn.Module):
    """The module whose `state_dict` an Unroll checkpoint fits."""

    def __init__(self, cell, layers, sizes=(V, E, H, V)):
        super().__init__()
        vocabulary, embedding, hidden, outputs = sizes
        self.cell, self.layers, self.hidden = cell, layers, hidden
        self.embedding = nn.Embedding(vocabulary, embedding)
        if cell.startswith("rnn"):
            self.rnn = nn.RNN(embedding, hidden, layers, nonlinearity=cell[4:])
        else:
            self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU}[cell](embedding, hidden, layers)
        self.output = nn.Linear(hidden, outputs)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.7, 0.7)

    def step(self, layer, x, h, c, active):
        """One timestep of one layer: new h, new c and the gates by name. An inactive row keeps its state."""
        w_ih, w_hh = getattr(self.rnn, f"weight_ih_l{layer}"), getattr(self.rnn, f"weight_hh_l{layer}")
        b_ih, b_hh = getattr(self.rnn, f"bias_ih_l{layer}"), getattr(self.rnn, f"bias_hh_l{layer}")
        left, right = x @ w_ih.T + b_ih, h @ w_hh.T + b_hh
        if self.cell == "lstm":
            i, f, g, o = (left + right).chunk(4, 1)
            gates = {"i": i.sigmoid(), "f": f.sigmoid(), "g": g.tanh(), "o": o.sigmoid()}
            # h is computed from the very c that is kept, so that its retained gradient is the total one.
            c = torch.where(active, gates["f"] * c + gates["i"] * gates["g"], c)
            return torch.where(active, gates["o"] * c.tanh(), h), c, gates
        if self.cell == "gru":
            (lr, lz, ln), (rr, rz, rn) = left.chunk(3, 1), right.chunk(3, 1)
            r, z = (lr + rr).sigmoid(), (lz + rz).sigmoid()
            n = (ln + r * rn).tanh()
            return torch.where(active, n + z * (h - n), h), c, {"r": r, "z": z, "n": n}
        return torch.where(active, getattr(left + right, self.cell[4:])(), h), c, {}

    def unroll(self, inputs, lengths, initial, truncation):
        """Runs T steps. Gives each kept tensor as a list over t, by the engine's names, and the logits (T, B, V)."""
        states = [dict(layer) for layer in initial]
        kept = {}
        logits = []
        for t in range(inputs.shape[0]):
            x = self.embedding(inputs[t])
            active = (t < lengths)[:, None]
            for layer, state in enumerate(states):
                if truncation and t > 0 and t % truncation == 0:
                    state = {name: value.detach() for name, value in state.items()}
                h, c, gates = self.step(layer, x, state["h"], state.get("c"), active)
                new = {"h": h} if c is None else {"h": h, "c": c}
                for name in new:
                    if new[name].requires_grad:
                        new[name].retain_grad()
                    kept.setdefault(f"l{layer}.{name}", []).append(new[name])
                for name, gate in gates.items():
                    kept.setdefault(f"l{layer}.gate.{name}", []).append(gate)
                states[layer] = new
                x = new["h"]
            logits.append(self.output(x))
        return kept, torch.stack(logits), states


def token_losses(logits, targets):
    flat = nn.functional.cross_entropy(logits.flatten(0, 1), targets.flatten(), ignore_index=-1, reduction="none")
    return flat.view(targets.shape)


class Store:
    """Collects tensors in one binary blob; an entry of the index says where each lies."""

    def __init__(self):
        self.blob = bytearray()

    def put(self, tensor):
        values = torch.as_tensor(tensor).detach().double().flatten().tolist()
        entry = {"offset": len(self.blob) // 8, "shape": list(torch.as_tensor(tensor).shape)}
        self.blob += struct.pack(f"<{len(values)}d", *values)
        return entry

    def put_all(self, tensors):
        return {name: self.put(tensor) for name, tensor in tensors.items()}


def random_states(model, rows):
    names = ["h", "c"] if model.cell == "lstm" else ["h"]
    draw = lambda: torch.empty(rows, model.hidden).uniform_(-0.8, 0.8).requires_grad_()
    return [{name: draw() for name in names} for _ in range(model.layers)]


def check(model, inputs, initial):
    """The written-out loop against PyTorch's own module, forward."""
    full = torch.full((inputs.shape[1],), inputs.shape[0])
    kept, _, _ = model.unroll(inputs, full, initial, 0)
    h0 = torch.stack([state["h"] for state in initial])
    start = (h0, torch.stack([state["c"] for state in initial])) if model.cell == "lstm" else h0
    expected, _ = model.rnn(model.embedding(inputs), start)
    found = torch.stack(kept[f"l{model.layers - 1}.h"])
    assert (found - expected).abs().max() < 1e-14, model.cell


def sequence_case(store, cell, layers, truncation):
    model = Model(cell, layers)
    lengths = torch.tensor([T, 4, 6])
    inputs = torch.randint(0, V, (T, B))
    targets = torch.randint(0, V, (T, B))
    targets[torch.arange(T)[:, None] >= lengths] = -1
    targets[2, 0] = -1
    initial = random_states(model, B)
    check(model, inputs, initial)
    kept, logits, final = model.unroll(inputs, lengths, initial, truncation)
    losses = token_losses(logits, targets)
    loss = losses.sum() / (targets >= 0).sum()
    loss.backward()
    values, gradients = {}, {}
    for name, steps in kept.items():
        values[name] = torch.stack(steps)
        if ".gate." not in name:
            layer, state = name.split(".")
            # A state that reaches no loss has no gradient: zero.
            gradients[f"{layer}.d{state}"] = torch.stack(
                [torch.zeros_like(step) if step.grad is None else step.grad for step in steps]
            )
    of_states = lambda states, pick: {
        f"l{layer}.{name}": pick(value) for layer, state in enumerate(states) for name, value in state.items()
    }
    return {
        "cell": cell,
        "layers": layers,
        "truncation": truncation,
        "sizes": {"V": V, "E": E, "H": H, "B": B, "T": T},
        "inputs": inputs.flatten().tolist(),
        "targets": targets.flatten().tolist(),
        "lengths": lengths.tolist(),
        "loss": loss.item(),
        "parameters": store.put_all(model.state_dict()),
        "gradients": store.put_all({name: p.grad for name, p in model.named_parameters()}),
        "initial": store.put_all(of_states(initial, lambda value: value)),
        "initialGradients": store.put_all(of_states(initial, lambda value: value.grad)),
        "final": store.put_all(of_states(final, lambda value: value)),
        "trace": store.put_all({**values, **gradients, "logits": logits, "loss": losses}),
    }


OPTIMIZERS = {
    "sgd": (torch.optim.SGD, 0.7),
    "adagrad": (torch.optim.Adagrad, 0.1),
    "rmsprop": (torch.optim.RMSprop, 0.01),
    "adam": (torch.optim.Adam, 0.02),
    "adamw": (torch.optim.AdamW, 0.02),
}


def optimizer_case(store, name, steps=20, clip=0.22):
    """Twenty steps over four alternating batches; the clip bites in some of them."""
    optimizer_class, rate = OPTIMIZERS[name]
    model = Model("lstm", 1)
    optimizer = optimizer_class(model.parameters(), lr=rate)
    start = {key: value.clone() for key, value in model.state_dict().items()}
    batches = [(torch.randint(0, V, (T, B)), torch.randint(0, V, (T, B))) for _ in range(4)]
    zero = [{"h": torch.zeros(B, H), "c": torch.zeros(B, H)}]
    full = torch.full((B,), T)
    losses, norms = [], []
    for step in range(steps):
        inputs, targets = batches[step % len(batches)]
        optimizer.zero_grad()
        _, logits, _ = model.unroll(inputs, full, zero, 0)
        loss = token_losses(logits, targets).mean()
        loss.backward()
        norms.append(nn.utils.clip_grad_norm_(model.parameters(), clip).item())
        optimizer.step()
        losses.append(loss.item())
    assert min(norms) < clip < max(norms), (name, norms)
    return {
        "optimizer": name,
        "rate": rate,
        "clip": clip,
        "cell": "lstm",
        "layers": 1,
        "sizes": {"V": V, "E": E, "H": H, "B": B, "T": T},
        "batches": [{"inputs": i.flatten().tolist(), "targets": t.flatten().tolist()} for i, t in batches],
        "parameters": store.put_all(start),
        "losses": losses,
        "norms": norms,
        "final": store.put_all(model.state_dict()),
    }


def main():
    torch.manual_seed(20240229)
    store = Store()
    sequences = [sequence_case(store, cell, layers, 0) for cell in GATES for layers in (1, 2)]
    sequences += [sequence_case(store, cell, 2, 3) for cell in ("lstm", "gru")]
    optimizers = [optimizer_case(store, name) for name in OPTIMIZERS]
    variants = variant_cases(store)
    index = {"torch": torch.__version__, "sequences": sequences, "optimizers": optimizers, "variants": variants}
    (HERE / "golden.bin").write_bytes(store.blob)
    (HERE / "golden.json").write_text(json.dumps(index) + "\n")
    print(f"{len(store.blob)} bytes")


main()
