/*
 * Copyright 2026 the Tacit authors.
 * SPDX-License-Identifier: Apache-2.0
 */

package dev.tacit.inference.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/** Recognises what each input and output of a graph is for. */
final class GraphInterfaceReader {

	private final Path file;

	private final OnnxGraphFile graph;

	private final @Nullable GenaiConfig genai;

	private final Map<String, GraphValue> inputs = new LinkedHashMap<>();

	private final Map<String, GraphValue> outputs = new LinkedHashMap<>();

	private final Set<String> recognised = new HashSet<>();

	private @Nullable ElementType stateType;

	private GraphInterfaceReader(Path file, OnnxGraphFile graph, @Nullable GenaiConfig genai) {
		this.file = file;
		this.graph = graph;
		this.genai = genai;
		graph.inputs().forEach((input) -> this.inputs.put(input.name(), input));
		graph.outputs().forEach((output) -> this.outputs.put(output.name(), output));
	}

	static GraphInterface read(Path file, OnnxGraphFile graph, @Nullable GenaiConfig genai) {
		return new GraphInterfaceReader(file, graph, genai).face();
	}

	private GraphInterface face() {
		String ids = step("input_ids");
		if (ids == null) {
			throw refuse("it has no input for token ids; take the graph of the text decoder");
		}
		String mask = step("attention_mask");
		String positions = step("position_ids");
		String keep = step("num_logits_to_keep");
		String logits = name("logits");
		GraphValue logitsValue = output(logits);
		if (logitsValue.type() != ElementType.FLOAT) {
			throw refuse("its logits are " + logitsValue.type() + " where 32-bit floats are expected; take the variant"
					+ " with 32-bit outputs");
		}
		List<GraphInterface.ConvolutionState> convolutions = convolutions();
		List<GraphInterface.AttentionState> attentions = attentions();
		requireNoOther(convolutions, attentions);
		long vocabulary = logitsValue.dimension(2);
		if (logitsValue.shape().size() != 3 || vocabulary < 1 || vocabulary > 1 << 22) {
			throw refuse("its logits do not have three dimensions with the vocabulary as the last");
		}
		return new GraphInterface(ids, mask, positions, keep, logits, (int) vocabulary, convolutions, attentions,
				(this.stateType != null) ? this.stateType : ElementType.FLOAT, this.graph.inputs(),
				this.graph.outputs());
	}

	private String name(String key) {
		return (this.genai != null) ? this.genai.name(key, key) : key;
	}

	private @Nullable String step(String key) {
		String name = name(key);
		GraphValue value = this.inputs.get(name);
		if (value == null) {
			return null;
		}
		if (value.type() != ElementType.INT64) {
			throw refuse(
					"its input '" + key + "' has the type " + value.type() + " where 64-bit integers are expected");
		}
		this.recognised.add(name);
		return name;
	}

	private List<GraphInterface.ConvolutionState> convolutions() {
		String past = pattern("past_conv_names", "past_conv.%d");
		String present = pattern("present_conv_names", "present_conv.%d");
		List<GraphInterface.ConvolutionState> states = new ArrayList<>();
		layers(past).forEach((layer, name) -> {
			GraphValue value = state(name, 3);
			String next = String.format(present, layer);
			requireAlike(value, output(next));
			states.add(new GraphInterface.ConvolutionState(layer, name, next, fixed(value, 1), fixed(value, 2)));
		});
		if (states.stream().map(GraphInterface.ConvolutionState::depth).distinct().count() > 1) {
			throw refuse("its convolution states differ in depth");
		}
		return states;
	}

	private List<GraphInterface.AttentionState> attentions() {
		String pastKey = pattern("past_key_names", "past_key_values.%d.key");
		String pastValue = pattern("past_value_names", "past_key_values.%d.value");
		String presentKey = pattern("present_key_names", "present.%d.key");
		String presentValue = pattern("present_value_names", "present.%d.value");
		List<GraphInterface.AttentionState> states = new ArrayList<>();
		layers(pastKey).forEach((layer, name) -> {
			GraphValue key = state(name, 4);
			GraphValue value = state(String.format(pastValue, layer), 4);
			requireAlike(key, value);
			requireAlike(key, output(String.format(presentKey, layer)));
			requireAlike(key, output(String.format(presentValue, layer)));
			states.add(new GraphInterface.AttentionState(layer, name, value.name(), String.format(presentKey, layer),
					String.format(presentValue, layer), fixed(key, 1), fixed(key, 3)));
		});
		return states;
	}

	/** A pattern with one place for the layer, and nothing else to fill. */
	private String pattern(String key, String otherwise) {
		String pattern = (this.genai != null) ? this.genai.name(key, otherwise) : otherwise;
		if (!pattern.matches("[A-Za-z0-9_./-]{0,100}%d[A-Za-z0-9_./-]{0,100}")) {
			throw refuse("genai_config.json names its states in a way that has no place for a layer");
		}
		return pattern;
	}

	private Map<Integer, String> layers(String pattern) {
		int place = pattern.indexOf("%d");
		Pattern names = Pattern.compile(Pattern.quote(pattern.substring(0, place)) + "([0-9]{1,4})"
				+ Pattern.quote(pattern.substring(place + 2)));
		Map<Integer, String> layers = new TreeMap<>(Comparator.naturalOrder());
		for (String input : this.inputs.keySet()) {
			Matcher matcher = names.matcher(input);
			if (matcher.matches()) {
				layers.put(Integer.valueOf(matcher.group(1)), input);
			}
		}
		return layers;
	}

	private GraphValue state(String name, int rank) {
		GraphValue value = this.inputs.get(name);
		if (value == null || value.shape().size() != rank) {
			throw refuse("the state '" + SafetensorsFile.printable(name) + "' is missing or does not have " + rank
					+ " dimensions");
		}
		if (value.type() != ElementType.FLOAT) {
			throw refuse("it keeps its state as " + value.type()
					+ ", which x86 processors only compute by conversion; take the variant q4, whose state is in"
					+ " 32-bit floats");
		}
		this.stateType = value.type();
		this.recognised.add(name);
		return value;
	}

	private GraphValue output(String name) {
		GraphValue value = this.outputs.get(name);
		if (value == null) {
			throw refuse("it does not compute '" + SafetensorsFile.printable(name) + "'");
		}
		return value;
	}

	/** One type, and one size of every dimension that both state and that cannot grow. */
	private void requireAlike(GraphValue one, GraphValue other) {
		boolean alike = one.type() == other.type() && one.shape().size() == other.shape().size();
		for (int i = 1; alike && i < one.shape().size(); i++) {
			boolean length = one.shape().size() == 4 && i == 2;
			alike = length || one.dimension(i) < 0 || other.dimension(i) < 0 || one.dimension(i) == other.dimension(i);
		}
		if (!alike) {
			throw refuse("the states '" + SafetensorsFile.printable(one.name()) + "' and '"
					+ SafetensorsFile.printable(other.name()) + "' differ in type or size");
		}
	}

	private int fixed(GraphValue value, int dimension) {
		long size = value.dimension(dimension);
		if (size < 1 || size > 1 << 20) {
			throw refuse("the state '" + SafetensorsFile.printable(value.name()) + "' does not say its size");
		}
		return (int) size;
	}

	private void requireNoOther(List<GraphInterface.ConvolutionState> convolutions,
			List<GraphInterface.AttentionState> attentions) {
		for (String input : this.inputs.keySet()) {
			if (!this.recognised.contains(input)) {
				throw refuse("it asks for the input '" + SafetensorsFile.printable(input)
						+ "', which this engine does not know");
			}
		}
		Set<Integer> layers = new HashSet<>();
		convolutions.forEach((state) -> layers.add(state.layer()));
		attentions.forEach((state) -> layers.add(state.layer()));
		int count = convolutions.size() + attentions.size();
		if (attentions.isEmpty() || layers.size() != count || !layers.contains(count - 1)) {
			throw refuse("its states are not those of consecutive LFM2 layers");
		}
	}

	private ModelFolderException refuse(String reason) {
		return new ModelFolderException(this.file, "this graph cannot be run: " + reason);
	}

}
