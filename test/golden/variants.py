"""Golden cases of the model's variants: both directions, tied weights, vectors in and numbers out; see README.md."""

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

V, E, H, B, T = 11, 6, 5, 3, 7
LENGTHS = torch.tensor([T, 4, 6])


class Variant(nn.Module):
    def __init__(self, cell, layers, bidirectional, tied, vectors, outputs):
        super().__init__()
        directions = 2 if bidirectional else 1
        width = directions * H
        embedding = width if tied else E
        kinds = {"rnn_tanh": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}
        self.embedding = None if vectors else nn.Embedding(V, embedding)
        self.rnn = kinds[cell](embedding, H, layers, bidirectional=bidirectional)
        self.output = nn.Linear(width, outputs)
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -0.7, 0.7)
        if tied:
            self.output.weight = self.embedding.weight

    def forward(self, inputs, initial):
        x = inputs if self.embedding is None else self.embedding(inputs)
        packed = pack_padded_sequence(x, LENGTHS, enforce_sorted=False)
        outputs, _ = self.rnn(packed, initial)
        return self.output(pad_packed_sequence(outputs, total_length=T)[0])


def variant_case(store, cell, layers, bidirectional=False, tied=False, numbers=False):
    outputs = 2 if numbers else V
    model = Variant(cell, layers, bidirectional, tied, numbers, outputs)
    states = layers * (2 if bidirectional else 1)
    h0 = torch.empty(states, B, H).uniform_(-0.8, 0.8).requires_grad_()
    c0 = torch.empty(states, B, H).uniform_(-0.8, 0.8).requires_grad_() if cell == "lstm" else None
    inputs = torch.randn(T, B, E) if numbers else torch.randint(0, V, (T, B))
    targets = torch.randint(0, V, (T, B))
    targets[torch.arange(T)[:, None] >= LENGTHS] = -1
    targets[2, 0] = -1
    wanted = torch.randn(T, B, outputs)
    result = model(inputs, h0 if c0 is None else (h0, c0))
    there = targets >= 0
    loss = nn.functional.mse_loss(result[there], wanted[there]) if numbers else (
        nn.functional.cross_entropy(result[there], targets[there]))
    loss.backward()
    initial = {"h": h0, **({} if c0 is None else {"c": c0})}
    gradients = {name: p.grad for name, p in model.named_parameters()}
    return {
        "cell": cell,
        "layers": layers,
        "bidirectional": bidirectional,
        "tied": tied,
        "numbers": numbers,
        "sizes": {"V": V, "E": model.rnn.input_size, "H": H, "B": B, "T": T, "O": outputs},
        "lengths": LENGTHS.tolist(),
        "inputs": [] if numbers else inputs.flatten().tolist(),
        "targets": [min(target, 0) if numbers else target for target in targets.flatten().tolist()],
        "vectors": store.put(inputs if numbers else torch.zeros(0)),
        "wanted": store.put(wanted if numbers else torch.zeros(0)),
        "loss": loss.item(),
        "parameters": store.put_all({name: p for name, p in model.named_parameters()}),
        "gradients": store.put_all(gradients),
        "initial": store.put_all(initial),
        "initialGradients": store.put_all({name: value.grad for name, value in initial.items()}),
    }


def variant_cases(store):
    cells = ("rnn_tanh", "lstm", "gru")
    both = [variant_case(store, cell, layers, bidirectional=True) for cell in cells for layers in (1, 2)]
    return [
        *both,
        variant_case(store, "lstm", 2, tied=True),
        variant_case(store, "gru", 1, bidirectional=True, tied=True),
        variant_case(store, "lstm", 1, numbers=True),
        variant_case(store, "gru", 2, bidirectional=True, numbers=True),
    ]
