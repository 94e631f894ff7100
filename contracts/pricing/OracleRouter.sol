// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {
    AccessManagedUpgradeable
} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts/proxy/utils/UUPSUpgradeable.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {IPyth} from "@pythnetwork/pyth-sdk-solidity/IPyth.sol";
import {IOracleRouter} from "../interfaces/IOracleRouter.sol";
import {OracleTerms} from "../types/Config.sol";
import {PriceGuard} from "./oracle/PriceGuard.sol";
import {PullGuard} from "./oracle/PullGuard.sol";
import {PushGuard} from "./oracle/PushGuard.sol";
import {SequencerGuard} from "./oracle/SequencerGuard.sol";

/// @title Guarded price of a market from a push and a pull source
contract OracleRouter is IOracleRouter, AccessManagedUpgradeable, UUPSUpgradeable {
    /// @custom:storage-location erc7201:gimbal.storage.OracleRouter
    struct OracleRouterStorage {
        mapping(uint32 market => Sources) sources;
        mapping(uint32 market => OracleTerms) terms;
    }

    // keccak256(abi.encode(uint256(keccak256("gimbal.storage.OracleRouter")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE = 0x88c49c5e933aabfebae6fa1b0dafe46060094e78dbdb3f68a4b90aeb82ed2d00;

    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor() {
        _disableInitializers();
    }

    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IOracleRouter
    function setSources(uint32 market, Sources calldata sources) external restricted {
        if (sources.basePush == address(0) || sources.quotePush == address(0) || sources.pull == address(0)) {
            revert IncompleteSources(market);
        }
        _storage().sources[market] = sources;
        emit SourcesSet(market, sources);
    }

    /// @inheritdoc IOracleRouter
    function setTerms(uint32 market, OracleTerms calldata terms) external restricted {
        _storage().terms[market] = terms;
        emit TermsSet(market, terms);
    }

    /// @inheritdoc IOracleRouter
    function tradePrice(uint32 market, bytes[] calldata updates)
        external
        payable
        returns (uint256 price, uint64 time)
    {
        (Sources memory s, OracleTerms memory t) = _market(market);
        uint256 fee = _fee(s.pull, updates);
        if (updates.length != 0) IPyth(s.pull).updatePriceFeeds{value: fee}(updates);
        (price, time) = _tradePrice(s, t);
        _refund(fee);
    }

    /// @inheritdoc IOracleRouter
    function peekTradePrice(uint32 market) external view returns (uint256 price, uint64 time) {
        (Sources memory s, OracleTerms memory t) = _market(market);
        return _tradePrice(s, t);
    }

    /// @inheritdoc IOracleRouter
    function markPrice(uint32 market) external view returns (uint256 price, uint64 time) {
        (Sources memory s, OracleTerms memory t) = _market(market);
        SequencerGuard.requireUp(s.sequencer, t.sequencerGrace);
        return _pushPrice(s, t);
    }

    /// @inheritdoc IOracleRouter
    function pushPriceAt(uint32 market, uint64 instant, uint80 baseRound, uint80 quoteRound)
        external
        view
        returns (uint256 price)
    {
        (Sources memory s, OracleTerms memory t) = _market(market);
        return PriceGuard.inRange(
            PushGuard.at(s.basePush, baseRound, instant, t.baseHeartbeat),
            PushGuard.at(s.quotePush, quoteRound, instant, t.quoteHeartbeat),
            t
        );
    }

    /// @inheritdoc IOracleRouter
    function pullPriceAt(uint32 market, uint64 instant, uint64 window, bytes[] calldata updates)
        external
        payable
        returns (uint256 price)
    {
        (Sources memory s, OracleTerms memory t) = _market(market);
        uint256 fee = _fee(s.pull, updates);
        (uint256 base, uint256 quote) =
            PullGuard.firstOf(s.pull, [s.basePullId, s.quotePullId], instant, instant + window, updates, fee);
        price = PriceGuard.inRange(base, quote, t);
        _refund(fee);
    }

    /// @inheritdoc IOracleRouter
    function sourcesOf(uint32 market) external view returns (Sources memory) {
        return _storage().sources[market];
    }

    /// @inheritdoc IOracleRouter
    function termsOf(uint32 market) external view returns (OracleTerms memory) {
        return _storage().terms[market];
    }

    function _market(uint32 market) private view returns (Sources memory s, OracleTerms memory t) {
        s = _storage().sources[market];
        t = _storage().terms[market];
        if (s.pull == address(0) || t.maxPrice == 0) revert UnknownMarket(market);
    }

    function _tradePrice(Sources memory s, OracleTerms memory t)
        private
        view
        returns (uint256 price, uint64 time)
    {
        SequencerGuard.requireUp(s.sequencer, t.sequencerGrace);
        (uint256 push,) = _pushPrice(s, t);
        (uint256 base, uint64 baseTime) = PullGuard.latest(s.pull, s.basePullId, t.maxPullAge);
        (uint256 quote, uint64 quoteTime) = PullGuard.latest(s.pull, s.quotePullId, t.maxPullAge);
        price = PriceGuard.inRange(base, quote, t);
        PriceGuard.requireAgreement(price, push, t.tolerance);
        time = baseTime < quoteTime ? baseTime : quoteTime;
    }

    function _pushPrice(Sources memory s, OracleTerms memory t)
        private
        view
        returns (uint256 price, uint64 time)
    {
        (uint256 base, uint64 baseTime) = PushGuard.latest(s.basePush, t.baseHeartbeat);
        (uint256 quote, uint64 quoteTime) = PushGuard.latest(s.quotePush, t.quoteHeartbeat);
        price = PriceGuard.inRange(base, quote, t);
        time = baseTime < quoteTime ? baseTime : quoteTime;
    }

    function _fee(address pull, bytes[] calldata updates) private view returns (uint256 fee) {
        if (updates.length != 0) fee = IPyth(pull).getUpdateFee(updates);
        if (msg.value < fee) revert FeeUnpaid(fee, msg.value);
    }

    /// @dev Last, because the caller gets control.
    function _refund(uint256 fee) private {
        if (msg.value > fee) Address.sendValue(payable(msg.sender), msg.value - fee);
    }

    function _authorizeUpgrade(address) internal override restricted {}

    function _storage() private pure returns (OracleRouterStorage storage $) {
        assembly ("memory-safe") {
            $.slot := STORAGE
        }
    }
}
