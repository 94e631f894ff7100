// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

/// @title How long what was decided waits
/// @notice An OpenZeppelin TimelockController whose delay depends on what an operation does. Every call has a class; an
/// operation waits for the longest of its calls, whoever schedules it and whatever delay was asked for. A call that nobody
/// has classed counts as an upgrade, so a path to power that was overlooked is a slow one.
/// Fields that a scheduled `RiskParameters.change` or `setVenue` names are held against steward and guardian until the operation
/// is executed or cancelled. What nobody has executed within LIFE of being ready, anyone may cancel.
interface IGimbalTimelock {
    /// @notice UPGRADE: code, roles, and all that is not listed. BOUNDS: what limits values. VALUE: a value within bounds.
    enum DelayClass {
        UPGRADE,
        BOUNDS,
        VALUE
    }

    /// @notice Seconds per class; value <= bounds <= upgrade.
    struct Delays {
        uint32 value;
        uint32 bounds;
        uint32 upgrade;
    }

    /// @notice A delay was to be shorter than the floor fixed at deployment, than a class that must not outlast it, or, of upgrades,
    /// than the way out of a spoke takes (P12).
    error DelayBelow(DelayClass class, uint256 delay, uint256 least);
    /// @notice The operation is not overdue before `from`.
    error NotOverdue(bytes32 operation, uint256 from);
    /// @notice Only the timelock itself changes its rules.
    error NotSelf(address caller);

    event DelaysSet(Delays old, Delays current);
    event ClassSet(address indexed target, bytes4 indexed selector, DelayClass class);

    /// @notice Sets the delays, by the timelock itself. What is already scheduled keeps its time. Upgrades wait at least as long as
    /// an owner needs to leave any spoke; `RiskParameters` holds changes of a spoke to the same.
    function setDelays(Delays calldata delays) external;
    /// @notice Puts calls of `target` into a class, by the timelock itself.
    function setClass(address target, bytes4[] calldata selectors, DelayClass class) external;

    /// @notice Cancels an operation that has been ready for LIFE, by anyone: a vote that fails for good would hold its fields for ever.
    function lapse(bytes32 operation) external;

    function delays() external view returns (Delays memory);
    /// @notice Shortest delays that may ever be set; what stood at deployment is free until the first change.
    function floors() external view returns (Delays memory);
    function classOf(address target, bytes4 selector) external view returns (DelayClass);
    /// @notice Seconds that an operation of these calls waits at least.
    function delayOf(address[] calldata targets, bytes[] calldata payloads) external view returns (uint256);
    /// @notice The operation whose calls are under way, for events of what they change; 0 between operations.
    function executing() external view returns (bytes32);
    /// @notice Seconds after being ready from which on anyone may cancel an operation.
    function LIFE() external view returns (uint256);
}
