// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Kind, LeaseState} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Terms} from "../base/Terms.sol";
import {ProtocolWorld} from "./ProtocolWorld.sol";

/// @notice What an observer writes down while others act: what was really sent, what trades did, and every broken rule.
abstract contract Watch is ProtocolWorld {
    struct Spent {
        uint256 turnover;
        uint256 cost;
        uint256 fillTurnover;
        uint256 fillCost;
        uint256 parts;
    }

    string[] internal broken;
    mapping(uint64 chain => mapping(bytes32 digest => bool)) internal beatSent;
    mapping(uint64 chain => mapping(bytes32 digest => bool)) internal configSent;
    mapping(uint64 chain => mapping(bytes32 digest => bool)) internal reportSent;
    mapping(uint64 chain => bytes32[]) internal rootsSent;
    mapping(uint64 chain => Spent) internal spent;
    mapping(uint64 chain => mapping(uint64 book => uint256)) private _largestPart;
    mapping(uint64 chain => mapping(Kind => uint64)) internal highest;
    mapping(bytes32 what => uint256) public counted;
    mapping(uint64 chain => uint256) internal gifts; // over the bridge, so that they came into the pool
    uint256 internal began;

    function setUp() public virtual override {
        began = START;
        super.setUp();
        for (uint256 i; i < chains.length; i++) {
            configSent[chains[i]][hub.parameters.digest(chains[i])] = true;
        }
    }

    function brokenRules() external view returns (string[] memory) {
        return broken;
    }

    function broke(string memory rule) internal {
        broken.push(rule);
    }

    function beat(uint64 chain) internal override {
        super.beat(chain);
        beatSent[chain][keccak256(abi.encode(hub.mandates.lastHeartbeat(chain)))] = true;
        rootsSent[chain].push(hub.mandates.mandateRoot(chain));
    }

    function setBridgeFee(uint64 chain, uint256 rate) internal override {
        super.setBridgeFee(chain, rate);
        configSent[chain][hub.parameters.digest(chain)] = true;
    }

    function report(uint64 chain) internal override {
        super.report(chain);
        reportSent[chain][keccak256(abi.encode(at[chain].vault.lastReport()))] = true;
    }

    /// @notice P3: no confirmed epoch ever falls.
    function watchEpochs() internal {
        for (uint256 i; i < chains.length; i++) {
            Spoke storage s = at[chains[i]];
            _watchEpoch(s.chain, Kind.HEARTBEAT, s.transport.confirmedEpoch(HUB, Kind.HEARTBEAT));
            _watchEpoch(s.chain, Kind.CONFIG, s.transport.confirmedEpoch(HUB, Kind.CONFIG));
            _watchEpoch(s.chain, Kind.REPORT, at[HUB].transport.confirmedEpoch(s.chain, Kind.REPORT));
        }
    }

    function _watchEpoch(uint64 chain, Kind kind, uint64 epoch) private {
        if (epoch < highest[chain][kind]) broke("P3: a confirmed epoch fell");
        highest[chain][kind] = epoch;
    }

    /// @notice A book's part of the budget of fills, worked out from the ledgers alone; 18 decimals, rounded up.
    function fillPart(Spoke storage s, uint64 book) internal view returns (uint256) {
        (uint256 base, uint256 quote) = s.vault.accounted();
        uint256 all = base * price / 1e18 + quote * 1e12;
        if (all == 0) return 0;
        (base, quote) = s.vault.holdings(book);
        return (base * price / 1e18 + quote * 1e12) * 1e18 / all + 1e9;
    }

    /// @notice Where a book stood before a trade.
    struct Before {
        IHedgeExecutor.BookView view_;
        uint256 base;
        uint256 quote;
        uint256 part;
        bool mayTrade;
        bool live;
    }

    function look(uint64 book, uint64 chain, IHedgeExecutor.BookCall memory c)
        internal
        view
        returns (Before memory b)
    {
        Spoke storage s = at[chain];
        b.part = fillPart(s, book);
        b.view_ = s.executor.evaluate(c.body, price, uint64(block.timestamp));
        (b.base, b.quote) = s.vault.holdings(book);
        LeaseState lease = s.control.leaseState();
        b.live = lease != LeaseState.HOLD;
        b.mayTrade = !s.control.isPaused();
    }

    /// @notice Judges a trade that went through: need, direction, size and authority (P1, P2), and what it cost (P6).
    function judge(uint64 book, uint64 chain, Before memory b, bool isFill) internal {
        Spoke storage s = at[chain];
        (uint256 base, uint256 quote) = s.vault.holdings(book);
        int256 y = b.view_.held - b.view_.target;
        int256 left = int256(base) - b.view_.target;
        uint256 distance = _abs(left);
        if (base == b.base) return;
        if (isFill) _notePart(chain, book, b.part);
        if (!b.mayTrade) broke("P2: a trade while paused");
        if (!b.live && !(y > 0 && base < b.base)) broke("P2: a trade in HOLD that is no roll-off");
        if (b.live && !isFill && !b.view_.active) broke("P1: a hedge inside the band");
        if (distance >= _abs(y)) broke("P1: a trade that came no nearer");
        if ((left > 0) != (y > 0) && distance > Terms.LOT) broke("P1: a trade across the target");
        (uint256 pull,) = s.router.peekTradePrice(Terms.MARKET);
        uint256 turnover = (base > b.base ? base - b.base : b.base - base) * pull / 1e18;
        int256 value =
            (int256(quote) - int256(b.quote)) * 1e12 + (int256(base) - int256(b.base)) * int256(pull) / 1e18;
        uint256 cost = value < 0 ? uint256(-value) : 0;
        Spent storage total = spent[chain];
        if (isFill) {
            (total.fillTurnover, total.fillCost) = (total.fillTurnover + turnover, total.fillCost + cost);
        } else {
            (total.turnover, total.cost) = (total.turnover + turnover, total.cost + cost);
        }
        if (cost > turnover * 101 / 10000) broke("P6: a trade beyond the slippage limit");
        counted[isFill ? bytes32("fills") : bytes32("hedges")]++;
    }

    /// @dev Sum over books of the largest part each was ever filled at.
    function _notePart(uint64 chain, uint64 book, uint256 part) private {
        uint256 known = _largestPart[chain][book];
        if (part <= known) return;
        spent[chain].parts += part - known;
        _largestPart[chain][book] = part;
    }

    function _abs(int256 x) internal pure returns (uint256) {
        return uint256(x < 0 ? -x : x);
    }
}
