// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {RemoteBatch, RemoteCall} from "../types/Remote.sol";
import {IControlHandler} from "./IHedgeTransport.sol";

/// @title What schedules into a spoke's timelock
/// @notice
/// ```
///  batch of a vote ── root confirmed by k families ──> schedule (anyone) ── delay ──> execute (anyone) ── window ──> lapsed
///                                                          │ guardian
///                                                          └──> cancelled
///  silence ── recover (recovery) ── consent (guardian) ── long delay ──> execute (anyone);  void once the hub is heard again
/// ```
/// It proposes and cancels for the `TimelockController` that is the admin of the spoke's AccessManager, and nobody else
/// administers the spoke. It holds nothing, calls nothing but the timelock, and has no proxy: a vote replaces it by
/// giving the timelock's roles to a successor that names it as its predecessor, and taking them from it in the same batch. What
/// a predecessor has taken, a successor does not take again. Whatever it schedules are plain calls, without value, of targets on its list.
/// Assumes for safety that fewer than k families lie, and that recovery and guardian do not conspire while the hub is silent.
interface IRemoteExecutor is IControlHandler {
    error NotTransport(address account);
    error NotTimelock(address account);
    error NotGuardian(address account);
    error NotRecovery(address account);
    error NotHub(uint64 chain);
    error EpochNotAbove(uint64 epoch, uint64 current);
    error WrongChain(uint64 chain, uint64 here);
    /// @notice A batch is scheduled once, whatever became of it.
    error AlreadyTaken(uint64 number);
    error Expired(uint256 time, uint256 expiry);
    error NotUnderRoot(uint64 number, bytes32 root);
    error NotScheduled(uint64 number);
    error NoCalls();
    error NotListed(address target);
    /// @notice It could be executed no later than `until`.
    error Lapsed(uint256 time, uint256 until);
    /// @notice The guardian does not cancel its own replacement.
    error ReplacesGuardian(bytes32 operation);
    /// @notice None of the operations waits (any more).
    error NothingPending();
    error CancelTooSoon(uint256 time, uint256 from);
    error NotSilent(uint256 silence, uint256 least);
    /// @notice Nobody has asked for these calls since the hub was heard last, or they are scheduled already.
    error NotAsked(bytes32 id);
    /// @notice The hub was heard after the recovery had been scheduled.
    error HubHeard(uint256 heardAt, uint256 since);
    error TermOutOfRange(bytes32 name, uint256 value, uint256 min, uint256 max);
    /// @notice Without itself on the list nothing of it could be changed again.
    error ListsItself();

    /// @param cancelApart seconds between two acts of the guardian
    /// @param silence seconds without a confirmed message of the hub before the recovery may ask
    /// @param recoveryDelay seconds for which what it asked waits
    struct Terms {
        uint32 cancelApart;
        uint32 silence;
        uint32 recoveryDelay;
    }

    event RootConfirmed(uint64 indexed epoch, bytes32 root);
    /// @notice The timelock executes it from `eta` until `until`.
    event BatchScheduled(uint64 indexed number, bytes32 indexed operation, uint256 eta, uint256 until);
    event BatchExecuted(uint64 indexed number);
    event OperationCancelled(bytes32 indexed operation, address guardian);
    event RecoveryAsked(bytes32 indexed id, RemoteCall[] calls, bytes32 salt);
    event RecoveryScheduled(bytes32 indexed id, bytes32 indexed operation, uint256 eta, uint256 until);
    event TargetSet(address indexed target, bool listed);
    event GuardianSet(address guardian);
    event RecoverySet(address recovery);
    event TermsSet(Terms terms);

    /// @notice Puts a batch of the hub, proven under the confirmed root, into the timelock. Anyone.
    function schedule(RemoteBatch calldata batch, bytes32[] calldata proof)
        external
        returns (bytes32 operation);
    /// @notice Cancels operations that wait in the timelock, however many at once, and passes over those that do not wait any
    /// more. The guardian; not what only replaces it.
    function cancel(bytes32[] calldata operations) external;
    /// @notice Asks for calls after a long silence of the hub. The recovery; `salt` tells equal calls apart.
    function recover(RemoteCall[] calldata calls, bytes32 salt) external returns (bytes32 id);
    /// @notice Puts what the recovery asked for into the timelock, for its long delay. The guardian, while the silence lasts.
    function consent(RemoteCall[] calldata calls, bytes32 salt) external returns (bytes32 operation);

    /// @notice First call of every batch: it reverts once the batch has lapsed (the timelock itself).
    function begin(uint64 number, uint256 until) external;
    /// @notice First call of every recovery: it reverts if the hub was heard since, or too late (the timelock itself).
    function beginRecovery(uint256 since, uint256 until) external;
    /// @notice Which contracts batches may call (the timelock itself).
    function setTarget(address target, bool listed) external;
    function setGuardian(address guardian) external;
    function setRecovery(address recovery) external;
    function setTerms(Terms calldata terms) external;

    /// @notice Root of the hub's batches, and the epoch that brought it.
    function confirmedRoot() external view returns (uint64 epoch, bytes32 root);
    /// @notice The timelock's operation of a batch, also where a predecessor scheduled it; zero before it is scheduled.
    function operationOf(uint64 number) external view returns (bytes32);
    /// @notice When the last message of the hub was confirmed here, heartbeats included.
    function heardAt() external view returns (uint256);
    function isTarget(address target) external view returns (bool);
    function guardian() external view returns (address);
    function recovery() external view returns (address);
    function terms() external view returns (Terms memory);
}
