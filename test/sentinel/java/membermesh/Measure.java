package membermesh;

import com.alibaba.csp.sentinel.Entry;
import com.alibaba.csp.sentinel.EntryType;
import com.alibaba.csp.sentinel.SphU;
import com.alibaba.csp.sentinel.context.ContextUtil;
import com.alibaba.csp.sentinel.slots.block.BlockException;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRule;
import com.alibaba.csp.sentinel.slots.block.degrade.DegradeRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.FlowRuleManager;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRule;
import com.alibaba.csp.sentinel.slots.block.flow.param.ParamFlowRuleManager;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures what a decision of Sentinel costs, by its own clock. A line of input, "KINDS RULES KEYS
 * MS", is answered with nanoseconds: how long entering and leaving took on average over so many
 * milliseconds. KINDS is any of flow, param and degrade, joined by "+"; RULES is how many flow rules
 * there are on the resource, for as many callers, of whom ten call.
 */
public final class Measure {
  private static final String RESOURCE = "/member.v1.MemberQueryService/GetMember";
  private static final int CALLERS = 10;
  private static final int CALLS_AT_ONCE = 1_000;
  /** Never reached: what is measured is passing. */
  private static final double NEVER = 1e9;

  /** Keeps the measured work from being left out. */
  private static volatile long passed;

  public static void main(String[] arguments) throws Exception {
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      String[] words = line.split(" ");
      load(words[0], Integer.parseInt(words[1]));
      System.out.println(nanosPerCall(Integer.parseInt(words[2]), Long.parseLong(words[3])));
    }
    System.exit(0);
  }

  private static void load(String kinds, int rules) {
    List<FlowRule> flows = new ArrayList<>();
    for (int at = 0; kinds.contains("flow") && at < rules; at++) {
      FlowRule rule = new FlowRule(RESOURCE);
      rule.setLimitApp("caller-" + at);
      rule.setCount(NEVER);
      flows.add(rule);
    }
    List<ParamFlowRule> params = new ArrayList<>();
    if (kinds.contains("param")) {
      ParamFlowRule rule = new ParamFlowRule(RESOURCE);
      rule.setParamIdx(0);
      rule.setCount(NEVER);
      params.add(rule);
    }
    List<DegradeRule> degrades = new ArrayList<>();
    if (kinds.contains("degrade")) {
      DegradeRule rule = new DegradeRule(RESOURCE);
      rule.setGrade(1);
      rule.setCount(0.5);
      rule.setTimeWindow(1);
      degrades.add(rule);
    }
    FlowRuleManager.loadRules(flows);
    ParamFlowRuleManager.loadRules(params);
    DegradeRuleManager.loadRules(degrades);
  }

  private static long nanosPerCall(int keys, long forMs) throws Exception {
    String[] values = new String[keys];
    for (int at = 0; at < keys; at++) values[at] = "wechat:" + at;
    String[] callers = new String[CALLERS];
    for (int at = 0; at < CALLERS; at++) callers[at] = "caller-" + at;
    long calls = 0;
    long started = System.nanoTime();
    long until = started + forMs * 1_000_000;
    while (System.nanoTime() < until) {
      for (int call = 0; call < CALLS_AT_ONCE; call++, calls++) {
        decide(callers[(int) (calls % CALLERS)], values[(int) ((calls * 7919) % keys)]);
      }
    }
    return (System.nanoTime() - started) / calls;
  }

  private static void decide(String caller, String value) {
    ContextUtil.enter("measure", caller);
    Entry entry = null;
    try {
      entry = SphU.entry(RESOURCE, EntryType.IN, 1, value);
      passed++;
    } catch (BlockException refused) {
      throw new IllegalStateException(refused);
    } finally {
      if (entry != null) entry.exit(1, value);
      ContextUtil.exit();
    }
  }
}
