import { Component, type ReactNode } from 'react';

interface Props {
  children: ReactNode;
  /** What to show in place of the children that threw; `reset` tries them again. */
  fallback: (error: unknown, reset: () => void) => ReactNode;
  onError: (error: unknown) => void;
}

interface State {
  failed: boolean;
  error: unknown;
}

/** Keeps an error while drawing one part of the window from emptying all of it. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { failed: false, error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { failed: true, error };
  }

  override componentDidCatch(error: unknown): void {
    this.props.onError(error);
  }

  private readonly reset = (): void => {
    this.setState({ failed: false, error: null });
  };

  override render(): ReactNode {
    return this.state.failed
      ? this.props.fallback(this.state.error, this.reset)
      : this.props.children;
  }
}
