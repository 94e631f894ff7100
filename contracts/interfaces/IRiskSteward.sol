// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {Change} from "../types/Parameter.sol";
import {ITermRange} from "./ITermRange.sol";

/// @title Small steps without a vote
/// @notice The council, people or a program, proposes changes of governed numbers. A step waits, so that it can be seen and
/// vetoed; then anyone carries it out until it expires. What a step may be is ParameterRules' (step, cooldown, drift, bounds,
/// holds) and is checked when it is carried out. An id is a digest of the changes and a salt, so nobody can take another's id
/// with other changes, and serves once.
interface IRiskSteward is ITermRange {
    enum State {
        UNKNOWN,
        WAITING,
        READY,
        EXPIRED,
        EXECUTED,
        VETOED
    }

    /// @param delay seconds from proposal to the first moment of execution
    /// @param life seconds after that in which it may be executed
    struct Terms {
        uint32 delay;
        uint32 life;
    }

    /// @notice A step with no change or with more than fit into a block.
    error BadLength(uint256 length, uint256 max);
    error IdTaken(bytes32 id);
    /// @notice The step cannot be carried out or vetoed in this state.
    error NotOpen(bytes32 id, State state);
    error TooEarly(bytes32 id, uint256 time, uint256 from);

    event TermsSet(Terms old, Terms current);
    event StepProposed(
        bytes32 indexed id,
        address indexed proposer,
        Change[] changes,
        bytes32 salt,
        uint48 readyAt,
        uint48 expiresAt
    );
    event StepExecuted(bytes32 indexed id, address indexed executor);
    event StepVetoed(bytes32 indexed id, address indexed by);

    /// @notice Governs how long later steps wait and live.
    function setTerms(Terms calldata terms) external;
    /// @notice Announces a step. The council.
    function propose(Change[] calldata changes, bytes32 salt) external returns (bytes32 id);
    /// @notice Carries a step out, all changes or none; RiskParameters' events name its id. Anyone.
    function execute(Change[] calldata changes, bytes32 salt) external;
    /// @notice Ends a step for good, before it is carried out. The guardian or the timelock.
    function veto(bytes32 id) external;

    function idOf(Change[] calldata changes, bytes32 salt) external view returns (bytes32);
    function stateOf(bytes32 id) external view returns (State);
    /// @return readyAt first second in which it may be executed
    /// @return expiresAt first second in which it may not any more
    function timesOf(bytes32 id) external view returns (uint48 readyAt, uint48 expiresAt);
    function terms() external view returns (Terms memory);
    /// @notice Shortest delay that terms may have, fixed at deployment.
    function leastDelay() external view returns (uint32);
}
