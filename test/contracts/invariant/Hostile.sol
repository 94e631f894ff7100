// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {InteroperableAddress} from "@openzeppelin/contracts/utils/draft-InteroperableAddress.sol";
import {IHedgeExecutor} from "gimbal/interfaces/IHedgeExecutor.sol";
import {Budget} from "gimbal/spoke/Budget.sol";
import {SpokeConfig} from "gimbal/types/Config.sol";
import {Ledger, ledgerLeaf} from "gimbal/types/Ledger.sol";
import {MandateBody, mandateLeaf} from "gimbal/types/Mandate.sol";
import {Heartbeat, Kind, Report} from "gimbal/types/Message.sol";
import {Spoke} from "../base/Chains.sol";
import {Forgery} from "../base/Forgery.sol";
import {Mirror} from "../base/Mirror.sol";
import {Pools} from "../base/Pools.sol";
import {SparseProof} from "../base/SparseProof.sol";
import {Terms} from "../base/Terms.sol";
import {Honest} from "./Honest.sol";

/// @notice A family whose attesters sign lies, a relayer that trades as it likes, a guardian that pauses whenever it may, and
/// a stranger that donates, pushes pools and starves the channel.
abstract contract Hostile is Honest {
    using Mirror for Mirror.Store;
    using Forgery for Spoke;
    using Pools for Spoke;

    uint8 internal constant LIAR = 2;
    uint64 private _lies;
    bytes[] private _oldUpdate;

    /// @notice The hostile family attests whatever would help its owner most, in the next epochs and beyond.
    function familyForges(uint256 seed) external moved(seed) {
        uint64 chain = chains[1 + (seed >> 40) % 2];
        uint64 ahead = uint64((seed >> 48) % 3) + 1;
        uint256 lie = (seed >> 56) % 6;
        if (lie == 0) {
            _forge(HUB, chain, Kind.HEARTBEAT, highest[chain][Kind.HEARTBEAT] + ahead, _roots(chain));
        }
        if (lie == 1) {
            _forge(HUB, chain, Kind.CONFIG, highest[chain][Kind.CONFIG] + ahead, _config(chain, ahead));
        }
        if (lie == 2) _forge(HUB, chain, Kind.PAUSE, uint64(block.timestamp), abi.encode(uint32(900)));
        if (lie == 3) {
            _forge(chain, HUB, Kind.REPORT, highest[chain][Kind.REPORT] + ahead, _ledgers(chain, ahead));
        }
        if (lie == 4) _forge(HUB, chain, Kind.RELAY, at[HUB].transport.nextNonce(chain), _gift(HUB, chain));
        if (lie == 5) _forge(chain, HUB, Kind.RELAY, at[chain].transport.nextNonce(HUB), _gift(chain, HUB));
        counted["lies"]++;
    }

    /// @dev A body that would buy five hundred for nothing, under a root of its own.
    function _roots(uint64 chain) private view returns (bytes memory) {
        MandateBody memory body;
        body.book = alice;
        body.market = Terms.MARKET;
        body.offset = 500e18;
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = mandateLeaf(body);
        bytes32 digest = hub.parameters.digest(chain);
        uint64 epoch = highest[chain][Kind.HEARTBEAT] + 1;
        return abi.encode(Heartbeat(epoch, type(uint64).max, SparseProof.root(leaves), digest, leaves[0]));
    }

    function _config(uint64 chain, uint64 ahead) private view returns (bytes memory) {
        SpokeConfig memory config = hub.parameters.snapshot(chain);
        config.version = highest[chain][Kind.CONFIG] + ahead;
        config.markets[0].limits.slippage = 1;
        return abi.encode(config);
    }

    function _ledgers(uint64 chain, uint64 ahead) private view returns (bytes memory) {
        bytes32[] memory leaves = new bytes32[](1);
        leaves[0] = ledgerLeaf(Ledger(alice, 0, 0, 1e30, 0, 0, 1e20, 0, 0));
        Report memory lie = at[chain].vault.lastReport();
        lie.sequence = highest[chain][Kind.REPORT] + ahead;
        lie.ledgerRoot = SparseProof.root(leaves);
        return abi.encode(lie);
    }

    function _gift(uint64 from, uint64 to) private view returns (bytes memory) {
        bytes memory sender = InteroperableAddress.formatEvmV1(from, stranger);
        bytes memory payload = abi.encode(sender, abi.encodePacked(stranger), uint256(1e12));
        return abi.encode(address(at[from].bridge), address(at[to].bridge), payload);
    }

    function _forge(uint64 from, uint64 to, Kind kind, uint64 epoch, bytes memory body) private {
        try this.forgeStep(from, to, kind, epoch, body) {} catch {}
        _lies++;
    }

    function forgeStep(uint64 from, uint64 to, Kind kind, uint64 epoch, bytes memory body) external itself {
        at[from].forge(at[to], LIAR, _lies, kind, epoch, body);
    }

    /// @notice The relayer's key in other hands: any book, any body that was ever in force, any size and limit, old prices.
    function relayerTurns(uint256 seed, int256 base, uint256 limit) external moved(seed) {
        (uint64 book, uint64 chain) = _hedgedBook(seed >> 40);
        try this.turnStep(book, chain, seed, base, limit) {
            counted["hostile hedges"]++;
        } catch {}
        _oldUpdate = pullUpdate();
    }

    function turnStep(uint64 book, uint64 chain, uint256 seed, int256 base, uint256 limit) external itself {
        Spoke storage s = at[chain];
        (Heartbeat memory current,,) = s.control.heartbeat();
        bytes32 root = current.mandateRoot;
        if ((seed >> 80) % 4 == 0) root = rootsSent[chain][(seed >> 64) % rootsSent[chain].length];
        IHedgeExecutor.BookCall[] memory calls = new IHedgeExecutor.BookCall[](1);
        (, calls[0].body, calls[0].index, calls[0].proof) = mirror.mandate(root, book);
        Before memory before = look(book, chain, calls[0]);
        bool exact = (seed >> 96) % 2 == 0;
        IHedgeExecutor.VenueOrder[] memory orders = new IHedgeExecutor.VenueOrder[](1);
        int256 size = exact ? needOf(before.view_) : bound(base, -60e18, 60e18);
        orders[0] = IHedgeExecutor.VenueOrder(VENUE, size, bound(limit, 0, 2 * price));
        if (exact) orders[0].priceLimit = size > 0 ? type(uint256).max : 0;
        bytes[] memory updates = (seed >> 104) % 2 == 0 ? pullUpdate() : _oldUpdate;
        s.align(price * (9_800 + (seed >> 112) % 401) / 10_000);
        vm.prank(relayer);
        s.executor.hedge{value: updates.length}(calls, updates, orders, uint64(block.timestamp));
        judge(book, chain, before, false);
    }

    function guardianPauses(uint256 seed, uint32 duration) external moved(seed) {
        vm.prank(guardian);
        at[HUB].transport.sendPause(chains[(seed >> 40) % 3], uint32(bound(duration, 1, 1000)));
    }

    function channelFails(uint256 seed) external moved(seed) {
        channel.silence(uint8((seed >> 40) % 2), (seed >> 48) % 2 == 0);
        if ((seed >> 56) % 8 == 0) channel.loseAll();
    }

    function strangerDonates(uint256 seed, uint256 amount) external moved(seed) {
        Spoke storage s = at[chains[(seed >> 40) % 3]];
        address[4] memory to =
            [address(s.vault), address(hub.books), address(hub.funding), address(s.executor)];
        amount = bound(amount, 1, 1_000e6);
        vm.startPrank(stranger);
        s.quote.transfer(s.chain == HUB ? to[(seed >> 48) % 4] : address(s.vault), amount);
        s.base.transfer(address(s.vault), amount);
        at[HUB].quote.approve(address(at[HUB].bridge), amount + at[HUB].bridge.feeOf(EAST, amount));
        at[HUB].bridge.send(EAST, address(at[EAST].vault), amount);
        gifts[EAST] += amount;
        vm.stopPrank();
        try s.vault.sweepSurplus(address(s.quote)) {} catch {}
    }

    /// @notice P16: whoever comes fills a book that is far enough from its target, if it has something to give.
    function strangerFills(uint256 seed) external moved(seed) {
        for (uint256 i; i < 3; i++) {
            for (uint256 j; j < chains.length; j++) {
                (bool due, IHedgeExecutor.BookCall memory c, int256 base) = _fillable(books[i], chains[j]);
                if (!due) continue;
                try this.fillStep(c, chains[j], base) {}
                catch {
                    broke("P16: a book beyond the fill distance could not be filled");
                }
            }
        }
    }

    function fillStep(IHedgeExecutor.BookCall memory c, uint64 chain, int256 base) external itself {
        Spoke storage s = at[chain];
        bytes[] memory updates = pullUpdate();
        Before memory before = look(c.body.book, chain, c);
        vm.startPrank(stranger);
        s.base.approve(address(s.executor), type(uint256).max);
        s.quote.approve(address(s.executor), type(uint256).max);
        uint256 limit = base > 0 ? 0 : type(uint128).max;
        s.executor.fill{value: updates.length}(c, base, updates, limit, uint64(block.timestamp));
        vm.stopPrank();
        judge(c.body.book, chain, before, true);
    }

    function _fillable(uint64 book, uint64 chain)
        private
        view
        returns (bool due, IHedgeExecutor.BookCall memory c, int256 base)
    {
        Spoke storage s = at[chain];
        (due, c) = bookCall(book, chain);
        if (!due) return (false, c, 0);
        Before memory b = look(book, chain, c);
        int256 y = b.view_.held - b.view_.target;
        (,, Budget.Bucket memory fills) = s.executor.spent(book);
        uint256 capacity = Terms.limits().fillCapacity * b.part / 1e18;
        uint256 left = capacity > fills.level ? capacity - fills.level : 0;
        uint256 lotValue = Terms.LOT * price / 1e18;
        bool far = _abs(y) > b.view_.outer * Terms.limits().fillDistance / 1e18;
        bool has = y > 0 ? b.base >= Terms.LOT : b.quote * 1e12 > lotValue * 102 / 100;
        return (b.live && b.mayTrade && far && has && left / 2 > lotValue, c, -y);
    }
}
