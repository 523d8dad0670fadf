/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.tacit.inference.model.Architecture;
import dev.tacit.inference.model.Checkpoint;
import dev.tacit.inference.model.ExpectedTensors;
import dev.tacit.inference.model.LayerType;
import dev.tacit.inference.model.ModelFolder;
import dev.tacit.inference.model.ProgressListener;
import dev.tacit.inference.model.TensorNames;
import dev.tacit.inference.model.WeightTensor;

/**
 * Writes a checkpoint as the GGUF file that llama.cpp runs, so that both can be measured
 * and compared on the same weights. Four-bit files keep the embedding, which is the head
 * too, in six bits, as llama.cpp's own converter does.
 */
final class GgufCheckpoint {

	private static final int PIECE_ELEMENTS = 1 << 20;

	private final ModelFolder folder;

	private final Architecture architecture;

	private final Checkpoint checkpoint;

	private final boolean quantized;

	GgufCheckpoint(ModelFolder folder, boolean quantized) {
		this.folder = folder;
		this.architecture = folder.architecture();
		this.checkpoint = folder.checkpoint();
		this.quantized = quantized;
	}

	void write(Path file, ProgressListener progress) throws IOException {
		GgufHeader header = new GgufHeader();
		describe(header);
		GgufTokens tokens = GgufTokens.read(this.folder.tokenizer(), this.architecture.vocabularySize());
		describe(header, tokens);
		ExpectedTensors.shapes(this.architecture).forEach((name, shape) -> tensor(header, name, shape));
		Path unfinished = file.resolveSibling(file.getFileName() + ".part");
		try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.CREATE,
				StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
			byte[] start = header.toByteArray();
			writeAt(channel, ByteBuffer.wrap(start), 0);
			for (GgufHeader.Tensor tensor : header.tensors()) {
				data(channel, tensor, start.length + tensor.offset());
				progress.progress("weights", tensor.offset(), header.dataBytes());
			}
			// The last tensor is padded too.
			writeAt(channel, ByteBuffer.allocate(0), start.length + header.dataBytes());
		}
		Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
	}

	private void describe(GgufHeader header) {
		Architecture a = this.architecture;
		List<Integer> keyValueHeads = new ArrayList<>(Collections.nCopies(a.layers().size(), 0));
		a.layersOf(LayerType.ATTENTION).forEach((layer) -> keyValueHeads.set(layer, a.keyValueHeads()));
		header.text("general.architecture", "lfm2")
			.text("general.name", String.valueOf(this.folder.path().toAbsolutePath().normalize().getFileName()))
			.number("general.file_type", this.quantized ? 2 : 0)
			.number("general.quantization_version", 2)
			.number("lfm2.block_count", a.layers().size())
			.number("lfm2.context_length", a.maxPositions())
			.number("lfm2.embedding_length", a.hiddenSize())
			.number("lfm2.feed_forward_length", a.feedForwardSize())
			.number("lfm2.attention.head_count", a.heads())
			.numbers("lfm2.attention.head_count_kv", keyValueHeads)
			.number("lfm2.attention.key_length", a.headSize())
			.number("lfm2.attention.value_length", a.headSize())
			.single("lfm2.attention.layer_norm_rms_epsilon", a.normEpsilon())
			.single("lfm2.rope.freq_base", (float) a.ropeTheta())
			.number("lfm2.vocab_size", a.vocabularySize())
			.number("lfm2.shortconv.l_cache", a.convKernel());
	}

	private void describe(GgufHeader header, GgufTokens tokens) {
		header.text("tokenizer.ggml.model", "gpt2")
			.text("tokenizer.ggml.pre", "lfm2")
			.texts("tokenizer.ggml.tokens", tokens.tokens())
			.numbers("tokenizer.ggml.token_type", tokens.types())
			.texts("tokenizer.ggml.merges", tokens.merges())
			.number("tokenizer.ggml.bos_token_id", tokens.tokens().indexOf(this.folder.bosToken()))
			.number("tokenizer.ggml.eos_token_id", tokens.tokens().indexOf(this.folder.eosToken()))
			.flag("tokenizer.ggml.add_bos_token", false)
			.text("tokenizer.chat_template", this.folder.chatTemplate());
	}

	private void tensor(GgufHeader header, String source, List<Long> shape) {
		List<Long> dimensions = new ArrayList<>(shape);
		Collections.reverse(dimensions);
		// The convolution's singleton goes: llama.cpp wants [taps, channels].
		if (dimensions.size() == 3) {
			dimensions.remove(1);
		}
		header.tensor(name(source), source, dimensions, type(source, shape));
	}

	private GgufType type(String source, List<Long> shape) {
		if (!this.quantized || shape.size() != 2) {
			return GgufType.F32;
		}
		boolean head = source.equals(TensorNames.EMBEDDING) || source.equals(TensorNames.HEAD);
		long width = shape.get(1);
		if (head && width % GgufType.Q6_K.blockSize() == 0) {
			return GgufType.Q6_K;
		}
		return (width % GgufType.Q4_0.blockSize() == 0) ? GgufType.Q4_0 : GgufType.F32;
	}

	private static String name(String source) {
		return source.replace("model.embed_tokens", "token_embd")
			.replace("model.embedding_norm", "token_embd_norm")
			.replace("lm_head", "output")
			.replace("model.layers.", "blk.")
			.replace("operator_norm", "attn_norm")
			.replace("feed_forward.w1", "ffn_gate")
			.replace("feed_forward.w3", "ffn_up")
			.replace("feed_forward.w2", "ffn_down")
			.replace("self_attn.q_proj", "attn_q")
			.replace("self_attn.k_proj", "attn_k")
			.replace("self_attn.v_proj", "attn_v")
			.replace("self_attn.out_proj", "attn_output")
			.replace("self_attn.q_layernorm", "attn_q_norm")
			.replace("self_attn.k_layernorm", "attn_k_norm")
			.replaceFirst("\\.conv\\.", ".shortconv.");
	}

	private void data(FileChannel channel, GgufHeader.Tensor tensor, long position) throws IOException {
		WeightTensor weights = this.checkpoint.tensor(tensor.source());
		GgufType type = tensor.type();
		long elements = tensor.elements();
		float[] values = new float[(int) Math.min(elements, PIECE_ELEMENTS)];
		ByteBuffer buffer = ByteBuffer.allocate((int) type.bytes(values.length)).order(ByteOrder.LITTLE_ENDIAN);
		try (WeightTensor.Reader reader = weights.reader()) {
			for (long first = 0; first < elements; first += values.length) {
				int count = (int) Math.min(values.length, elements - first);
				reader.read(first, values, count);
				buffer.clear();
				for (int at = 0; at < count; at += type.blockSize()) {
					type.encode(values, at, buffer);
				}
				writeAt(channel, buffer.flip(), position + type.bytes(first));
			}
		}
	}

	private static void writeAt(FileChannel channel, ByteBuffer buffer, long position) throws IOException {
		long at = position;
		if (!buffer.hasRemaining() && channel.size() < position) {
			channel.write(ByteBuffer.allocate(1), position - 1);
		}
		while (buffer.hasRemaining()) {
			at += channel.write(buffer, at);
		}
	}

}
