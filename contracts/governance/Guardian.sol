// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {IGuardian} from "../interfaces/IGuardian.sol";
import {IRiskParameters} from "../interfaces/IRiskParameters.sol";
import {IRiskSteward} from "../interfaces/IRiskSteward.sol";
import {Change} from "../types/Parameter.sol";
import {StopCycle} from "./StopCycle.sol";
import {TermRange} from "./TermRange.sol";

/// @title Guardian
contract Guardian is IGuardian, AccessManagedUpgradeable, UUPSUpgradeable {
    using StopCycle for StopCycle.Cycle;

    struct Init {
        address riskParameters;
        address riskSteward;
        Terms guardianTerms;
    }

    /// @custom:storage-location erc7201:gimbal.storage.Guardian
    struct GuardianStorage {
        IRiskParameters parameters;
        IRiskSteward steward;
        Terms terms;
        StopCycle.Cycle cycle;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.Guardian")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x84951b20f66bbf8a8811052ff48e870f8272f90c604d9b910aefda8fa6c2e100;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority, Init calldata init) external initializer {
        __AccessManaged_init(authority);
        GuardianStorage storage $ = _storage();
        $.parameters = IRiskParameters(init.riskParameters);
        $.steward = IRiskSteward(init.riskSteward);
        _setTerms(init.guardianTerms);
    }

    /// @inheritdoc IGuardian
    function setTerms(Terms calldata next) external restricted {
        _setTerms(next);
    }

    /// @inheritdoc IGuardian
    function tighten(Change[] calldata changes, bytes32 operation) external restricted {
        _storage().parameters.change(changes, operation);
    }

    /// @inheritdoc IGuardian
    function stop(Stop[] calldata what, uint32 duration) external restricted {
        uint8 kinds;
        for (uint256 i; i < what.length; i++) {
            kinds |= StopCycle.bit(what[i]);
        }
        GuardianStorage storage $ = _storage();
        uint256 spent = $.cycle.begin($.terms, kinds, duration);
        emit StopBegan(what, $.cycle.until, spent);
    }

    /// @inheritdoc IGuardian
    function resume() external restricted {
        _storage().cycle.end();
        emit StopEnded(uint48(block.timestamp));
    }

    /// @inheritdoc IGuardian
    function veto(bytes32 id) external restricted {
        _storage().steward.veto(id);
    }

    /// @inheritdoc IGuardian
    function isStopped(Stop what) external view returns (bool) {
        return _storage().cycle.covers(what);
    }

    /// @inheritdoc IGuardian
    function requireOpen(Stop what) external view {
        StopCycle.Cycle storage cycle = _storage().cycle;
        if (cycle.covers(what)) revert Stopped(what, cycle.until);
    }

    /// @inheritdoc IGuardian
    function stoppedUntil() external view returns (uint48) {
        return _storage().cycle.until;
    }

    /// @inheritdoc IGuardian
    function used() external view returns (uint256) {
        return _storage().cycle.used();
    }

    /// @inheritdoc IGuardian
    function terms() external view returns (Terms memory) {
        return _storage().terms;
    }

    function _setTerms(Terms calldata next) private {
        TermRange.requireWithin("longest", next.longest, 1, StopCycle.MOST_LONGEST);
        TermRange.requireWithin("apart", next.apart, StopCycle.LEAST_APART, 365 days);
        TermRange.requireWithin("share", next.share, next.longest, StopCycle.MOST_SHARE);
        GuardianStorage storage $ = _storage();
        emit TermsSet($.terms, next);
        $.terms = next;
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (GuardianStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
