import type { ArithmeticExpression } from 'unbash';

const maxDepth = 50;

/** The value of an integer expression; undefined where it is not known, or not certain to be the shell's. */
export function evaluateArithmetic(
  expression: ArithmeticExpression,
  textOf: (name: string) => string | undefined,
  depth: number = 0,
): number | undefined {
  if (depth > maxDepth) return undefined;
  const evaluate = (inner: ArithmeticExpression) => evaluateArithmetic(inner, textOf, depth + 1);
  switch (expression.type) {
    case 'ArithmeticGroup':
      return evaluate(expression.expression);
    case 'ArithmeticWord': {
      const name = /^(?:([A-Za-z_]\w*)|\$([A-Za-z_]\w*)|\$\{([A-Za-z_]\w*)\})$/.exec(expression.value);
      return integer(name ? textOf((name[1] ?? name[2] ?? name[3])!) : expression.value);
    }
    case 'ArithmeticUnary': {
      const operand = expression.prefix ? evaluate(expression.operand) : undefined;
      if (operand === undefined) return undefined;
      return expression.operator === '-' ? 0 - operand : expression.operator === '+' ? operand : undefined;
    }
    case 'ArithmeticBinary': {
      const left = evaluate(expression.left);
      const right = evaluate(expression.right);
      if (left === undefined || right === undefined) return undefined;
      const result = calculate(expression.operator, left, right);
      return Number.isSafeInteger(result) ? result : undefined;
    }
    default:
      return undefined;
  }
}

function calculate(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      // Adding zero makes a zero of minus zero, which the shell does not have.
      return Math.trunc(left / right) + 0;
    case '%':
      return (left % right) + 0;
    default:
      return undefined;
  }
}

/** A decimal integer; the shell reads one that begins with a zero as octal. */
function integer(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?(?:0|[1-9]\d{0,15})$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}
