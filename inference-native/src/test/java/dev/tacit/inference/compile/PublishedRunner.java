/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.compile;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.tacit.inference.model.GraphInterface;
import dev.tacit.inference.model.OnnxPackage;

/** Runs a package as its description says, with caches that grow, and nothing else. */
final class PublishedRunner implements AutoCloseable {

	private final OrtEnvironment environment = NativeRuntime.environment();

	private final GraphInterface face;

	private final OrtSession session;

	private final Map<String, OnnxTensor> state = new LinkedHashMap<>();

	private OrtSession.Result last;

	private int length;

	PublishedRunner(OnnxPackage graph) throws OrtException {
		this.face = graph.face();
		try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
			options.setIntraOpNumThreads(2);
			this.session = NativeRuntime.open(graph.graph(), options);
		}
	}

	/** Greedy continuation of a prompt until a stop id, which is the last element. */
	int[] greedy(int[] prompt, int chunk, int stop, int limit) throws OrtException {
		begin();
		List<Integer> written = new ArrayList<>();
		int next = -1;
		for (int at = 0; at < prompt.length; at += chunk) {
			next = run(java.util.Arrays.copyOfRange(prompt, at, Math.min(prompt.length, at + chunk)));
		}
		written.add(next);
		while (next != stop && written.size() < limit) {
			next = run(new int[] { next });
			written.add(next);
		}
		return written.stream().mapToInt(Integer::intValue).toArray();
	}

	private void begin() throws OrtException {
		release();
		this.length = 0;
		for (GraphInterface.ConvolutionState convolution : this.face.convolutions()) {
			zeros(convolution.past(), 1, convolution.channels(), convolution.depth());
		}
		for (GraphInterface.AttentionState attention : this.face.attentions()) {
			zeros(attention.pastKey(), 1, attention.heads(), 0, attention.headSize());
			zeros(attention.pastValue(), 1, attention.heads(), 0, attention.headSize());
		}
	}

	private void zeros(String name, long... shape) throws OrtException {
		long elements = java.util.Arrays.stream(shape).reduce(1, Math::multiplyExact);
		this.state.put(name, OnnxTensor.createTensor(this.environment, FloatBuffer.allocate((int) elements), shape));
	}

	private int run(int[] tokens) throws OrtException {
		int total = this.length + tokens.length;
		Map<String, OnnxTensor> step = new LinkedHashMap<>();
		long[] ids = java.util.Arrays.stream(tokens).asLongStream().toArray();
		step.put(this.face.inputIds(), integers(ids, 1, ids.length));
		if (this.face.attentionMask() != null) {
			long[] ones = new long[total];
			java.util.Arrays.fill(ones, 1);
			step.put(this.face.attentionMask(), integers(ones, 1, total));
		}
		if (this.face.positionIds() != null) {
			long[] positions = new long[tokens.length];
			java.util.Arrays.setAll(positions, (i) -> this.length + i);
			step.put(this.face.positionIds(), integers(positions, 1, positions.length));
		}
		if (this.face.logitsToKeep() != null) {
			int rank = this.face.input(this.face.logitsToKeep()).orElseThrow().shape().size();
			step.put(this.face.logitsToKeep(),
					(rank == 0) ? integers(new long[] { 1 }) : integers(new long[] { 1 }, 1));
		}
		Map<String, OnnxTensor> inputs = new LinkedHashMap<>(this.state);
		inputs.putAll(step);
		OrtSession.Result result = this.session.run(inputs);
		step.values().forEach(OnnxTensor::close);
		release();
		this.last = result;
		this.face.convolutions().forEach((state) -> keep(state.past(), state.present()));
		this.face.attentions().forEach((state) -> {
			keep(state.pastKey(), state.presentKey());
			keep(state.pastValue(), state.presentValue());
		});
		this.length = total;
		return best(((OnnxTensor) result.get(this.face.logits()).orElseThrow()).getFloatBuffer());
	}

	private void keep(String past, String present) {
		this.state.put(past, (OnnxTensor) this.last.get(present).orElseThrow());
	}

	private OnnxTensor integers(long[] values, long... shape) throws OrtException {
		return OnnxTensor.createTensor(this.environment, LongBuffer.wrap(values), shape);
	}

	private int best(FloatBuffer logits) {
		int first = logits.limit() - this.face.vocabularySize();
		int best = 0;
		for (int i = 1; i < this.face.vocabularySize(); i++) {
			if (logits.get(first + i) > logits.get(first + best)) {
				best = i;
			}
		}
		return best;
	}

	private void release() {
		if (this.last != null) {
			this.last.close();
			this.last = null;
		}
		else {
			this.state.values().forEach(OnnxTensor::close);
		}
		this.state.clear();
	}

	@Override
	public void close() throws OrtException {
		release();
		this.session.close();
	}

}
