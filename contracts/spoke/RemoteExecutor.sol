// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {TimelockController} from "@openzeppelin/contracts/governance/TimelockController.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {StateTree} from "../crosschain/StateTree.sol";
import {IControlHandler, IHedgeTransport} from "../interfaces/IHedgeTransport.sol";
import {IRemoteExecutor} from "../interfaces/IRemoteExecutor.sol";
import {ISpokeControl} from "../interfaces/ISpokeControl.sol";
import {Heartbeat, Kind} from "../types/Message.sol";
import {RemoteBatch, RemoteCall, remoteLeaf} from "../types/Remote.sol";

/// @title RemoteExecutor
/// @dev It is replaced, never upgraded: an upgrade would wait in the same timelock, and code that cannot change is easier to
/// trust with the only key to a spoke.
contract RemoteExecutor is IRemoteExecutor {
    /// @param predecessor the executor that this one takes the place of, or zero
    /// @param targets contracts that batches may call from the beginning, besides this one
    struct Init {
        uint64 chain;
        uint64 hub;
        address timelock;
        address transport;
        address spokeControl;
        address guardian;
        address recovery;
        address predecessor;
        Terms terms;
        address[] targets;
    }

    /// @dev After its delay an operation can be executed for so long; what nobody wanted by then must be voted on anew.
    uint256 private constant WINDOW = 7 days;
    uint256 private constant LEAST_APART = 1 hours;
    uint256 private constant MOST_APART = 30 days;
    uint256 private constant LEAST_SILENCE = 3 days;
    uint256 private constant MOST_TERM = 365 days;
    uint256 private constant HEARTBEAT_GAS = 200_000;
    uint256 private constant HEARTBEAT_ANSWER = 7 * 32;

    uint64 private immutable _chain;
    uint64 private immutable _hub;
    TimelockController private immutable _timelock;
    address private immutable _transport;
    ISpokeControl private immutable _control;
    address private immutable _predecessor;

    uint64 private _epoch;
    bytes32 private _root;
    uint256 private _heardAt;
    uint256 private _cancelledAt;
    Terms private _terms;

    /// @inheritdoc IRemoteExecutor
    address public guardian;
    /// @inheritdoc IRemoteExecutor
    address public recovery;
    /// @inheritdoc IRemoteExecutor
    mapping(address target => bool) public isTarget;
    mapping(uint64 number => bytes32) private _operations;
    mapping(bytes32 operation => bool) private _replacesGuardian;
    mapping(bytes32 id => uint256) private _askedAt;

    constructor(Init memory init) {
        (_chain, _hub, _transport) = (init.chain, init.hub, init.transport);
        _timelock = TimelockController(payable(init.timelock));
        (_control, _predecessor) = (ISpokeControl(init.spokeControl), init.predecessor);
        _heardAt = block.timestamp;
        _setTarget(address(this), true);
        for (uint256 i; i < init.targets.length; i++) {
            _setTarget(init.targets[i], true);
        }
        _setGuardian(init.guardian);
        _setRecovery(init.recovery);
        _setTerms(init.terms);
    }

    modifier onlyTimelock() {
        if (msg.sender != address(_timelock)) revert NotTimelock(msg.sender);
        _;
    }

    modifier onlyGuardian() {
        if (msg.sender != guardian) revert NotGuardian(msg.sender);
        _;
    }

    /// @inheritdoc IControlHandler
    function onControl(uint64 fromChain, Kind kind, uint64 epoch, bytes calldata body) external {
        if (msg.sender != _transport) revert NotTransport(msg.sender);
        if (fromChain != _hub) revert NotHub(fromChain);
        if (kind != Kind.REMOTE) revert IHedgeTransport.UnsupportedKind(kind);
        if (epoch <= _epoch) revert EpochNotAbove(epoch, _epoch);
        (_epoch, _root, _heardAt) = (epoch, abi.decode(body, (bytes32)), block.timestamp);
        emit RootConfirmed(epoch, _root);
    }

    /// @inheritdoc IRemoteExecutor
    function schedule(RemoteBatch calldata batch, bytes32[] calldata proof)
        external
        returns (bytes32 operation)
    {
        uint64 number = batch.number;
        if (batch.chain != _chain) revert WrongChain(batch.chain, _chain);
        if (operationOf(number) != 0) revert AlreadyTaken(number);
        if (block.timestamp > batch.expiry) revert Expired(block.timestamp, batch.expiry);
        bytes32 leaf = remoteLeaf(batch);
        // A number of zero has no index, and checked arithmetic says so.
        if (!StateTree.verify(_root, uint32(number - 1), leaf, proof)) revert NotUnderRoot(number, _root);
        bytes32 predecessor;
        if (batch.follows != 0) {
            predecessor = operationOf(batch.follows);
            if (predecessor == 0) revert NotScheduled(batch.follows);
        }
        uint256 delay = _timelock.getMinDelay();
        uint256 until = block.timestamp + delay + WINDOW;
        bytes memory first = abi.encodeCall(this.begin, (number, until));
        operation = _schedule(first, batch.calls, predecessor, leaf, delay);
        _operations[number] = operation;
        emit BatchScheduled(number, operation, block.timestamp + delay, until);
    }

    /// @inheritdoc IRemoteExecutor
    function cancel(bytes32[] calldata operations) external onlyGuardian {
        uint256 from = _cancelledAt + _terms.cancelApart;
        if (block.timestamp < from) revert CancelTooSoon(block.timestamp, from);
        bool any;
        for (uint256 i; i < operations.length; i++) {
            bytes32 operation = operations[i];
            if (_replacesGuardian[operation]) revert ReplacesGuardian(operation);
            // Whoever executes one of them in front saves none of the others.
            if (!_timelock.isOperationPending(operation)) continue;
            any = true;
            _timelock.cancel(operation);
            emit OperationCancelled(operation, msg.sender);
        }
        if (!any) revert NothingPending();
        _cancelledAt = block.timestamp;
    }

    /// @inheritdoc IRemoteExecutor
    function recover(RemoteCall[] calldata calls, bytes32 salt) external returns (bytes32 id) {
        if (msg.sender != recovery) revert NotRecovery(msg.sender);
        _requireSilence();
        id = keccak256(abi.encode(calls, salt));
        _askedAt[id] = block.timestamp;
        emit RecoveryAsked(id, calls, salt);
    }

    /// @inheritdoc IRemoteExecutor
    function consent(RemoteCall[] calldata calls, bytes32 salt)
        external
        onlyGuardian
        returns (bytes32 operation)
    {
        _requireSilence();
        bytes32 id = keccak256(abi.encode(calls, salt));
        // What was asked for in an earlier silence is void.
        if (_askedAt[id] <= heardAt()) revert NotAsked(id);
        delete _askedAt[id];
        uint256 delay = Math.max(_terms.recoveryDelay, _timelock.getMinDelay());
        uint256 until = block.timestamp + delay + WINDOW;
        bytes memory first = abi.encodeCall(this.beginRecovery, (block.timestamp, until));
        operation = _schedule(first, calls, 0, id, delay);
        emit RecoveryScheduled(id, operation, block.timestamp + delay, until);
    }

    /// @inheritdoc IRemoteExecutor
    function begin(uint64 number, uint256 until) external onlyTimelock {
        if (block.timestamp > until) revert Lapsed(block.timestamp, until);
        emit BatchExecuted(number);
    }

    /// @inheritdoc IRemoteExecutor
    function beginRecovery(uint256 since, uint256 until) external view onlyTimelock {
        if (block.timestamp > until) revert Lapsed(block.timestamp, until);
        uint256 heard = heardAt();
        if (heard >= since) revert HubHeard(heard, since);
    }

    /// @inheritdoc IRemoteExecutor
    function setTarget(address target, bool listed) external onlyTimelock {
        if (target == address(this) && !listed) revert ListsItself();
        _setTarget(target, listed);
    }

    /// @inheritdoc IRemoteExecutor
    function setGuardian(address guardian_) external onlyTimelock {
        _setGuardian(guardian_);
    }

    /// @inheritdoc IRemoteExecutor
    function setRecovery(address recovery_) external onlyTimelock {
        _setRecovery(recovery_);
    }

    /// @inheritdoc IRemoteExecutor
    function setTerms(Terms calldata terms_) external onlyTimelock {
        _setTerms(terms_);
    }

    /// @inheritdoc IRemoteExecutor
    function confirmedRoot() external view returns (uint64 epoch, bytes32 root) {
        return (_epoch, _root);
    }

    /// @inheritdoc IRemoteExecutor
    function operationOf(uint64 number) public view returns (bytes32 operation) {
        operation = _operations[number];
        if (operation == 0 && _predecessor != address(0)) {
            operation = IRemoteExecutor(_predecessor).operationOf(number);
        }
    }

    /// @inheritdoc IRemoteExecutor
    function heardAt() public view returns (uint256) {
        // Where the control contract cannot answer, that is no reason to forbid its repair.
        bytes memory question = abi.encodeCall(ISpokeControl.heartbeat, ());
        (bool ok, bytes memory answer) = address(_control).staticcall{gas: HEARTBEAT_GAS}(question);
        if (!ok || answer.length != HEARTBEAT_ANSWER) return _heardAt;
        (, uint64 arrival,) = abi.decode(answer, (Heartbeat, uint64, uint64));
        return Math.max(_heardAt, arrival);
    }

    /// @inheritdoc IRemoteExecutor
    function terms() external view returns (Terms memory) {
        return _terms;
    }

    function _schedule(
        bytes memory first,
        RemoteCall[] calldata calls,
        bytes32 predecessor,
        bytes32 salt,
        uint256 delay
    ) private returns (bytes32 operation) {
        uint256 n = calls.length;
        if (n == 0) revert NoCalls();
        address[] memory targets = new address[](n + 1);
        bytes[] memory payloads = new bytes[](n + 1);
        (targets[0], payloads[0]) = (address(this), first);
        for (uint256 i; i < n; i++) {
            if (!isTarget[calls[i].target]) revert NotListed(calls[i].target);
            (targets[i + 1], payloads[i + 1]) = (calls[i].target, calls[i].data);
        }
        uint256[] memory values = new uint256[](n + 1);
        operation = _timelock.hashOperationBatch(targets, values, payloads, predecessor, salt);
        if (_isReplacement(calls)) _replacesGuardian[operation] = true;
        _timelock.scheduleBatch(targets, values, payloads, predecessor, salt, delay);
    }

    function _isReplacement(RemoteCall[] calldata calls) private view returns (bool) {
        return calls.length == 1 && calls[0].target == address(this)
            && bytes4(calls[0].data) == this.setGuardian.selector;
    }

    function _requireSilence() private view {
        uint256 silence = block.timestamp - heardAt();
        if (silence < _terms.silence) revert NotSilent(silence, _terms.silence);
    }

    function _setTarget(address target, bool listed) private {
        isTarget[target] = listed;
        emit TargetSet(target, listed);
    }

    function _setGuardian(address next) private {
        guardian = next;
        emit GuardianSet(next);
    }

    function _setRecovery(address next) private {
        recovery = next;
        emit RecoverySet(next);
    }

    function _setTerms(Terms memory next) private {
        _within("cancelApart", next.cancelApart, LEAST_APART, MOST_APART);
        _within("silence", next.silence, LEAST_SILENCE, MOST_TERM);
        _within("recoveryDelay", next.recoveryDelay, 1, MOST_TERM);
        _terms = next;
        emit TermsSet(next);
    }

    function _within(bytes32 name, uint256 value, uint256 min, uint256 max) private pure {
        if (value < min || value > max) revert TermOutOfRange(name, value, min, max);
    }
}
