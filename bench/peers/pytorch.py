"""PyTorch as a peer: reads JSON lines, answers JSON lines; see ../README.md. One argument: its number of threads."""

import base64
import json
import sys
import time

import torch
from torch import nn

torch.set_num_threads(int(sys.argv[1]))


class Model(nn.Module):
    def __init__(self, spec):
        super().__init__()
        self.embedding = nn.Embedding(spec["V"], spec["E"])
        kind = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn_tanh": nn.RNN}[spec["cell"]]
        self.rnn = kind(spec["E"], spec["H"])
        self.output = nn.Linear(spec["H"], spec["V"])
        self.load_state_dict({name: tensor(entry) for name, entry in spec["parameters"].items()})

    def forward(self, inputs):
        return self.output(self.rnn(self.embedding(inputs))[0])


def tensor(entry):
    values = torch.frombuffer(bytearray(base64.b64decode(entry["data"])), dtype=torch.float32)
    return values.reshape(entry["shape"]).clone()


def training_step(spec):
    model = Model(spec)
    parameters = list(model.parameters())
    # The fused form is the faster one for many small tensors.
    optimizer = torch.optim.Adam(parameters, lr=spec["rate"], foreach=True)
    inputs, targets = tokens(spec)

    def step():
        optimizer.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten())
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 5.0)
        optimizer.step()
        return loss.item()

    return step


def forward_step(spec):
    model = Model(spec).eval()
    inputs, targets = tokens(spec)

    @torch.no_grad()
    def step():
        return nn.functional.cross_entropy(model(inputs).flatten(0, 1), targets.flatten()).item()

    return step


def tokens(spec):
    shape = (spec["T"], spec["B"])
    return torch.tensor(spec["inputs"]).view(shape), torch.tensor(spec["targets"]).view(shape)


def unrolled(spec):
    """The sequence through a cell loop whose states keep their gradients, and the loss of every timestep."""
    model = Model(spec)
    inputs, targets = tokens(spec)
    x = model.embedding(inputs)
    cell = nn.LSTMCell(spec["E"], spec["H"])
    cell.load_state_dict({name[:-3]: value for name, value in model.rnn.state_dict().items()})
    h, c = torch.zeros(1, spec["H"]), torch.zeros(1, spec["H"])
    hidden, memory = [], []
    for t in range(spec["T"]):
        h, c = cell(x[t], (h, c))
        hidden.append(h)
        memory.append(c)
    logits = model.output(torch.cat(hidden))
    losses = nn.functional.cross_entropy(logits, targets.flatten(), reduction="none")
    return model, x, hidden, memory, logits, losses, targets.flatten()


def credit_per_loss(spec):
    """The usual way: one backward pass for each loss."""

    def step():
        _, _, hidden, _, _, losses, _ = unrolled(spec)
        norms = torch.zeros(spec["T"], spec["T"])
        for t in range(spec["T"]):
            gradients = torch.autograd.grad(losses[t], hidden[: t + 1], retain_graph=True)
            norms[t, : t + 1] = torch.stack([gradient.norm() for gradient in gradients])
        return norms.sum().item()

    return step


def credit_by_hand(spec):
    """All losses as rows of one batch, the LSTM's backward written out: the best that PyTorch can be made to do."""

    @torch.no_grad()
    def step():
        T, H = spec["T"], spec["H"]
        model, x, hidden, memory, logits, _, targets = unrolled(spec)
        w_ih, w_hh = model.rnn.weight_ih_l0, model.rnn.weight_hh_l0
        bias = model.rnn.bias_ih_l0 + model.rnn.bias_hh_l0
        before = torch.cat([torch.zeros(1, H), *hidden[:-1]])
        i, f, g, o = (x[:, 0] @ w_ih.T + before @ w_hh.T + bias).chunk(4, 1)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        c = torch.cat(memory)
        c_before = torch.cat([torch.zeros(1, H), c[:-1]])
        tau = c.tanh()
        to_cell = o * (1 - tau * tau)
        di, df, dg, do = g * i * (1 - i), c_before * f * (1 - f), i * (1 - g * g), tau * o * (1 - o)
        errors = logits.softmax(1)
        errors[torch.arange(T), targets] -= 1
        direct = errors @ model.output.weight
        norms = torch.zeros(T, T)
        dh, dc = torch.zeros(T, H), torch.zeros(T, H)
        for k in range(T - 1, -1, -1):
            dh[k] = direct[k]
            norms[k:, k] = dh[k:].norm(dim=1)
            total = dc[k:] + dh[k:] * to_cell[k]
            da = torch.cat([total * di[k], total * df[k], total * dg[k], dh[k:] * do[k]], 1)
            dc[k:] = total * f[k]
            dh[k:] = da @ w_hh
        return norms.sum().item()

    return step


WORK = {
    "train": training_step,
    "forward": forward_step,
    "credit": credit_per_loss,
    "creditByHand": credit_by_hand,
}


def run(step, seconds, least):
    times = []
    began = time.perf_counter()
    while len(times) < least or time.perf_counter() - began < seconds:
        start = time.perf_counter()
        step()
        times.append((time.perf_counter() - start) * 1e3)
    return times


for line in sys.stdin:
    request = json.loads(line)
    if "open" in request:
        with open(request["open"]) as file:
            step = WORK[request["work"]](json.load(file))
        answer = {"losses": [step() for _ in range(request["steps"])], "version": f"PyTorch {torch.__version__}"}
    else:
        answer = {"ms": run(step, request["seconds"], request["least"])}
    print(json.dumps(answer), flush=True)
