// SPDX-License-Identifier: MIT
pragma solidity ^0.8.34;

import {IUniswapV3Factory} from "@uniswap/v3-core/contracts/interfaces/IUniswapV3Factory.sol";
import {VenueKind, VenueStatus, VenueTerms} from "gimbal/types/Config.sol";
import {Smile} from "gimbal/types/Smile.sol";
import {LocalToken} from "localnet/LocalToken.sol";
import {Hub, Spoke} from "./Chains.sol";
import {HubDeployment} from "./HubDeployment.sol";
import {Mirror} from "./Mirror.sol";
import {Pools} from "./Pools.sol";
import {Prices} from "./Prices.sol";
import {RuleTable} from "./RuleTable.sol";
import {Terms} from "./Terms.sol";
import {Updaters} from "./Updaters.sol";

/// @notice A hub with a spoke of its own and two more spokes in one process, as deployed: real pools, real gateways, real
/// roles, all numbers set by the Timelock's powers, and the first configs and heartbeats delivered.
abstract contract HubAndSpokes is HubDeployment {
    using Mirror for Mirror.Store;
    using Pools for Spoke;
    using Prices for Spoke;

    uint256 internal constant START = 1_900_000_000;
    uint256 internal constant FIRST_PRICE = 3000e18;
    uint128 internal constant LIQUIDITY = 2e18;
    uint24 internal constant FEE = 500;
    uint32 internal constant VENUE = 1;

    uint64[3] internal chains = [HUB, EAST, WEST];
    Hub internal hub;
    mapping(uint64 chain => Spoke) internal at;
    Mirror.Store internal mirror;
    uint256 internal price = FIRST_PRICE;
    uint256 internal minted;

    function setUp() public virtual {
        vm.warp(START);
        vm.chainId(HUB);
        for (uint256 i; i < chains.length; i++) {
            deployChain(at[chains[i]], chains[i], price);
        }
        deployHub(hub, at[HUB]);
        _link();
        vm.warp(START + 1 hours);
        _openPools();
        for (uint256 i; i < chains.length; i++) {
            assignRoles(at[chains[i]]);
        }
        _govern();
        for (uint256 i; i < chains.length; i++) {
            handOver(at[chains[i]]);
        }
        _fillPools();
        vm.deal(relayer, 1 ether);
        setVol(0.6e18);
        refreshFeeds(true);
        for (uint256 i; i < chains.length; i++) {
            hub.mandates.sendConfig(chains[i]);
            beat(chains[i]);
        }
        channel.flush();
    }

    function _link() private {
        for (uint256 i; i < chains.length; i++) {
            for (uint8 f; f < FAMILIES; f++) {
                for (uint256 j; j < chains.length; j++) {
                    if (i == j) continue;
                    at[chains[i]].gateways[f].setRemote(chains[j], address(at[chains[j]].gateways[f]));
                }
            }
            hub.funding.setSpokeVault(chains[i], address(at[chains[i]].vault));
        }
    }

    function _openPools() private {
        IUniswapV3Factory factory = Pools.newFactory();
        for (uint256 i; i < chains.length; i++) {
            at[chains[i]].open(factory, FEE, price);
        }
    }

    function _govern() private {
        RuleTable.install(hub.rules);
        hub.parameters
            .addMarket(
                Terms.MARKET,
                Terms.market(),
                Terms.oracle(),
                Terms.settlement(),
                Terms.thresholds(),
                Terms.mandate(),
                Terms.scenarios()
            );
        // As a vote on `gamma` and `surface` does, in one go.
        vm.startPrank(address(hub.parameters));
        hub.gamma.setTerms(Terms.MARKET, Terms.gamma());
        hub.surface.setTerms(Terms.MARKET, Terms.surface());
        vm.stopPrank();
        hub.surface.setUpdaters(Updaters.addresses(), Updaters.QUORUM);
        for (uint256 i; i < chains.length; i++) {
            Spoke storage s = at[chains[i]];
            hub.parameters.addSpoke(s.chain, Terms.spoke(), Terms.exit());
            VenueTerms[] memory venues = new VenueTerms[](1);
            venues[0] = VenueTerms(VENUE, s.venue, s.pool, VenueKind.UNISWAP_V3, VenueStatus.ACTIVE, 100e18);
            hub.parameters
                .listMarket(Terms.MARKET, s.chain, Terms.band(), Terms.limits(), Terms.liquidity(), venues);
        }
    }

    /// @dev Quote on spokes comes over the bridge: there is no other way to get it there.
    function _fillPools() private {
        for (uint256 i; i < chains.length; i++) {
            Spoke storage s = at[chains[i]];
            s.base.mint(address(s.trader), 100_000e18);
            if (s.chain == HUB) {
                mintQuote(address(s.trader), 200_000_000e6);
            } else {
                mintQuote(address(this), 200_000_000e6);
                at[HUB].quote.approve(address(at[HUB].bridge), type(uint256).max);
                at[HUB].bridge.send(s.chain, address(s.trader), 200_000_000e6);
            }
        }
        channel.flush();
        for (uint256 i; i < chains.length; i++) {
            at[chains[i]].provide(LIQUIDITY);
        }
    }

    /// @notice Quote exists on the hub only as far as somebody minted it here.
    function mintQuote(address to, uint256 amount) internal {
        minted += amount;
        LocalToken(address(at[HUB].quote)).mint(to, amount);
    }

    /// @notice The push feeds follow the price by half a percent or once an hour.
    function refreshFeeds(bool always) internal {
        for (uint256 i; i < chains.length; i++) {
            Spoke storage s = at[chains[i]];
            (, int256 answer,, uint256 updatedAt,) = s.basePush.latestRoundData();
            uint256 last = uint256(answer) * 1e10;
            uint256 off = last > price ? last - price : price - last;
            if (always || off * 200 >= last || block.timestamp >= updatedAt + 1 hours) s.push(price);
        }
    }

    /// @notice The market moves; arbitrageurs bring every pool after it.
    function movePrice(uint256 to) internal {
        price = to;
        refreshFeeds(false);
        for (uint256 i; i < chains.length; i++) {
            at[chains[i]].align(price);
        }
    }

    function setVol(uint64 vol) internal {
        Smile[] memory smiles = new Smile[](2);
        smiles[0] = Updaters.flat(block.timestamp + 7 days, vol);
        smiles[1] = Updaters.flat(block.timestamp + 60 days, vol);
        Updaters.submit(hub.surface, Terms.MARKET, smiles);
    }

    function pullUpdate() internal view returns (bytes[] memory) {
        return Prices.signed(PUBLISHER_KEY, BASE_ID, QUOTE_ID, price);
    }

    /// @notice Sends a heartbeat and keeps what its roots stand for.
    function beat(uint64 chain) internal virtual {
        mirror.keepHub(hub, chain);
        hub.mandates.heartbeat(chain);
        channel.collect();
    }
}
