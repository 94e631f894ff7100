// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IRiskSteward} from "../interfaces/IRiskSteward.sol";
import {Change} from "../types/Parameter.sol";
import {TermRange} from "./TermRange.sol";

/// @title RiskSteward
/// @dev The only call it makes is RiskParameters.change.
contract RiskSteward is IRiskSteward, AccessManagedUpgradeable, UUPSUpgradeable {
    struct Init {
        address riskParameters;
        Terms stewardTerms;
        uint32 stewardFloor;
    }

    struct Step {
        uint48 readyAt;
        uint48 expiresAt;
        bool executed;
        bool vetoed;
    }

    /// @custom:storage-location erc7201:gimbal.storage.RiskSteward
    struct StewardStorage {
        IRiskParameters parameters;
        Terms terms;
        uint32 leastDelay;
        mapping(bytes32 id => Step) steps;
    }

    uint256 private constant MOST_CHANGES = 16;
    uint32 private constant LEAST_LIFE = 10 minutes;
    uint32 private constant MOST_LIFE = 14 days;
    uint32 private constant MOST_DELAY = 14 days;

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.RiskSteward")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x3bd7bd7faf912c3dfba88e2376022dace7eca2fe98712333b90495e6f1440800;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        StewardStorage storage $ = _storage();
        $.parameters = IRiskParameters(init.riskParameters);
        $.leastDelay = init.stewardFloor;
        _setTerms(init.stewardTerms);
    }

    /// @inheritdoc IRiskSteward
    function setTerms(Terms calldata next) external restricted {
        _setTerms(next);
    }

    /// @inheritdoc IRiskSteward
    function propose(Change[] calldata changes, bytes32 salt) external restricted returns (bytes32 id) {
        if (changes.length == 0 || changes.length > MOST_CHANGES) {
            revert BadLength(changes.length, MOST_CHANGES);
        }
        StewardStorage storage $ = _storage();
        id = idOf(changes, salt);
        Step storage step = $.steps[id];
        if (step.readyAt != 0) revert IdTaken(id);
        step.readyAt = uint48(block.timestamp) + $.terms.delay;
        step.expiresAt = step.readyAt + $.terms.life;
        emit StepProposed(id, msg.sender, changes, salt, step.readyAt, step.expiresAt);
    }

    /// @inheritdoc IRiskSteward
    function execute(Change[] calldata changes, bytes32 salt) external {
        bytes32 id = idOf(changes, salt);
        State state = stateOf(id);
        Step storage step = _storage().steps[id];
        if (state == State.WAITING) revert TooEarly(id, block.timestamp, step.readyAt);
        if (state != State.READY) revert NotOpen(id, state);
        step.executed = true;
        emit StepExecuted(id, msg.sender);
        _storage().parameters.change(changes, id);
    }

    /// @inheritdoc IRiskSteward
    function veto(bytes32 id) external restricted {
        State state = stateOf(id);
        if (state != State.WAITING && state != State.READY) revert NotOpen(id, state);
        _storage().steps[id].vetoed = true;
        emit StepVetoed(id, msg.sender);
    }

    /// @inheritdoc IRiskSteward
    function idOf(Change[] calldata changes, bytes32 salt) public view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), changes, salt));
    }

    /// @inheritdoc IRiskSteward
    function stateOf(bytes32 id) public view returns (State) {
        Step memory step = _storage().steps[id];
        if (step.readyAt == 0) return State.UNKNOWN;
        if (step.executed) return State.EXECUTED;
        if (step.vetoed) return State.VETOED;
        if (block.timestamp < step.readyAt) return State.WAITING;
        return block.timestamp < step.expiresAt ? State.READY : State.EXPIRED;
    }

    /// @inheritdoc IRiskSteward
    function timesOf(bytes32 id) external view returns (uint48 readyAt, uint48 expiresAt) {
        Step storage step = _storage().steps[id];
        return (step.readyAt, step.expiresAt);
    }

    /// @inheritdoc IRiskSteward
    function terms() external view returns (Terms memory) {
        return _storage().terms;
    }

    /// @inheritdoc IRiskSteward
    function leastDelay() external view returns (uint32) {
        return _storage().leastDelay;
    }

    function _setTerms(Terms calldata next) private {
        StewardStorage storage $ = _storage();
        TermRange.requireWithin("delay", next.delay, $.leastDelay, MOST_DELAY);
        TermRange.requireWithin("life", next.life, LEAST_LIFE, MOST_LIFE);
        emit TermsSet($.terms, next);
        $.terms = next;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (StewardStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
